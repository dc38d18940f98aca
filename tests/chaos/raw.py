"""WebSockets byte by byte: what a browser would send, and what no browser would."""

from __future__ import annotations

import base64
import os
import socket
import struct
from contextlib import suppress

TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9
WHERE = "/socket.io/?EIO=4&transport=websocket"


def opening(cookie: str = "", where: str = WHERE, key: str = "") -> bytes:
    """The request with which a socket begins."""
    key = key or base64.b64encode(os.urandom(16)).decode()
    lines = [f"GET {where} HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", *([f"Cookie: {cookie}"] if cookie else [])]
    return "\r\n".join([*lines, "", ""]).encode()


def frame(
    data: bytes | str, opcode: int = TEXT, first: int = 0x80, mask: bool = True, says: int | None = None
) -> bytes:
    """One frame; `first` holds the final and reserved bits, `says` a length other than the true one."""
    payload = data.encode() if isinstance(data, str) else data
    length, bit = len(payload) if says is None else says, 0x80 if mask else 0
    if length < 126:
        head = struct.pack("!BB", first | opcode, bit | length)
    elif length < 65536:
        head = struct.pack("!BBH", first | opcode, bit | 126, length)
    else:
        head = struct.pack("!BBQ", first | opcode, bit | 127, length)
    # A mask of noughts leaves the bytes as they are.
    return head + (b"\0\0\0\0" if mask else b"") + payload


class Raw:
    """One open socket that may say anything."""

    def __init__(self, port: int, cookie: str = "", network: str = "127.0.0.1", space: str = "/visitor") -> None:
        self.wire = socket.create_connection(("127.0.0.1", port), 20, (network, 0))
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.heard = b""
        self.open = True
        self.wire.sendall(opening(cookie))
        self.until(b'0{"sid"')
        if cookie:
            self.wire.sendall(frame(f"40{space},"))
            self.until(f'40{space},{{"sid"'.encode())

    def say(self, data: bytes) -> None:
        """Bytes as they are; the other side may have gone."""
        try:
            self.wire.sendall(data)
        except OSError:
            self.open = False

    def until(self, mark: bytes) -> bool:
        """Whether `mark` was heard before the other side closed."""
        while self.open and mark not in self.heard:
            try:
                more = self.wire.recv(65536)
            except TimeoutError:
                raise
            except OSError:
                more = b""
            self.open = bool(more)
            self.heard += more
        return mark in self.heard

    def ping(self, number: int) -> bool:
        """Whether the server answered the heartbeat with this number; its own is answered unasked."""
        self.say(frame("3") + frame(f'42/visitor,{number}["still"]'))
        return self.until(f"43/visitor,{number}[true]".encode())

    def close(self) -> None:
        with suppress(OSError):
            self.wire.close()
