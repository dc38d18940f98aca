"""The smallest browsers there are: raw sockets in one loop, HTTP answers cut by their length, Socket.IO read as text."""

from __future__ import annotations

import base64
import os
import selectors
import socket
import struct
from collections import deque
from collections.abc import Callable
from time import monotonic
from urllib.parse import urlencode

Answer = Callable[[int, bytes], None]


class Loop:
    """Whoever has something to read is told so."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._selector = selectors.DefaultSelector()

    def open(self, network: str, reader: Callable[[], None]) -> socket.socket:
        """A connection from an address of its own."""
        sock = socket.create_connection(("127.0.0.1", self.port), 30, (network, 0))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._selector.register(sock, selectors.EVENT_READ, reader)
        return sock

    def close(self, sock: socket.socket) -> None:
        self._selector.unregister(sock)
        sock.close()

    def turn(self, seconds: float) -> None:
        """Hears whoever speaks within this time."""
        for key, _ in self._selector.select(max(0.0, seconds)):
            key.data()

    def during(self, seconds: float) -> None:
        """Hears everybody for so long."""
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            self.turn(left)


class Http:
    """One keep-alive connection; requests wait for the answer before them, as a browser's do."""

    def __init__(self, loop: Loop, network: str, cookie: str = "") -> None:
        self._head = f"Host: 127.0.0.1:{loop.port}\r\nSec-Fetch-Site: same-origin\r\n"
        self._head += f"Cookie: {cookie}\r\n" if cookie else ""
        self._loop, self._network = loop, network
        self._sock: socket.socket | None = None
        self._data = b""
        self._asked: deque[tuple[bytes, Answer]] = deque()

    def get(self, path: str, answer: Answer, accept: str = "text/html", more: str = "") -> None:
        self._ask(f"GET {path} HTTP/1.1\r\n{self._head}Accept: {accept}\r\n{more}\r\n".encode(), answer)

    def post(self, path: str, fields: dict[str, object], answer: Answer) -> None:
        body = urlencode(fields).encode()
        head = f"POST {path} HTTP/1.1\r\n{self._head}Accept: application/json\r\n"
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        self._ask(head.encode() + body, answer)

    @property
    def quiet(self) -> bool:
        return not self._asked

    def _ask(self, request: bytes, answer: Answer) -> None:
        self._asked.append((request, answer))
        if len(self._asked) == 1:
            self._send(request)

    def _send(self, request: bytes) -> None:
        """On a connection that is opened when it is needed: the server closes those that ask nothing."""
        if self._sock is None:
            self._sock = self._loop.open(self._network, self._read)
        self._sock.sendall(request)

    def _read(self) -> None:
        assert self._sock is not None
        got = self._sock.recv(262144)
        if not got:
            self._loop.close(self._sock)
            self._sock = None
            if self._asked:
                raise ConnectionError("the server closed a connection instead of answering")
            return
        self._data += got
        while self._asked:
            head, found, rest = self._data.partition(b"\r\n\r\n")
            if not found:
                return
            status = int(head[9:12])
            length = 0 if status in (204, 304) else _length(head)
            if len(rest) < length:
                return
            self._data = rest[length:]
            _, answer = self._asked.popleft()
            if self._asked:
                self._send(self._asked[0][0])
            answer(status, rest[:length])


def _length(head: bytes) -> int:
    _, found, after = head.lower().partition(b"\r\ncontent-length:")
    return int(after.split(b"\r\n", 1)[0]) if found else 0


class Socket:
    """One Socket.IO socket in a namespace. `heard(event, text)` gets each event's name and its raw words."""

    def __init__(
        self, loop: Loop, network: str, space: str, cookie: str, origin: str, heard: Callable[[bytes], None]
    ) -> None:
        self._loop, self._space, self._heard = loop, space, heard
        self._data, self.open, self._upgraded = b"", False, False
        self._sock = loop.open(network, self._read)
        key = base64.b64encode(os.urandom(16)).decode()
        self._sock.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{loop.port}\r\nOrigin: {origin}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
            f"Cookie: {cookie}\r\n\r\n".encode()
        )

    def say(self, text: str) -> None:
        """One frame, masked with noughts: the protocol asks for a mask, not for a secret."""
        data = text.encode()
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack("!H", len(data))
        self._sock.sendall(b"\x81" + size + b"\0\0\0\0" + data)

    def close(self) -> None:
        self._loop.close(self._sock)

    def _read(self) -> None:
        got = self._sock.recv(65536)
        if not got:
            raise ConnectionError("the server closed a socket")
        self._data += got
        if not self._upgraded:
            head, found, rest = self._data.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head[:20]:
                raise ConnectionError(head.split(b"\r\n", 1)[0].decode())
            self._data, self._upgraded = rest, True
        while len(self._data) >= 2:
            size, start = self._data[1] & 127, 2
            if size == 126 and len(self._data) >= 4:
                size, start = struct.unpack("!H", self._data[2:4])[0], 4
            if len(self._data) < start + size:
                return
            text, self._data = self._data[start : start + size], self._data[start + size :]
            self._take(text)

    def _take(self, text: bytes) -> None:
        if text[:1] == b"0":
            self.say(f"40{self._space},")
        elif text[:1] == b"2":
            self.say("3")
        elif text[:2] == b"40":
            self.open = True
        elif text[:2] == b"42":
            self._heard(text)
