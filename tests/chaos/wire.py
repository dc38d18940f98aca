"""A Socket.IO client of the fewest parts: a hundred of them reconnect in a second on a shared machine."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gevent
from gevent.event import AsyncResult

from tests.chaos.http import Gone, Place

# As socket.js has it.
CONNECT_SECONDS = 3.0


class Wire:
    """One open socket. `told(event, data)` hears what the house says, `heard` every byte."""

    def __init__(
        self, place: Place, network: str, space: str, cookie: str,
        told: Callable[[str, Any], None], heard: Callable[[bytes, float], None],
    ) -> None:  # fmt: skip
        self._space, self._told, self._heard = space, told, heard
        self._acks: dict[int, AsyncResult] = {}
        self._count = 0
        with gevent.Timeout(CONNECT_SECONDS, Gone("the socket did not open")):
            self._sock = socket.create_connection(("127.0.0.1", place.port), source_address=(network, 0))
            try:
                self._shake_hands(place, cookie)
            except BaseException:
                self.close()
                raise

    def _shake_hands(self, place: Place, cookie: str) -> None:
        self._read_from = self._sock.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        self._sock.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {place.origin.partition('://')[2]}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: {place.origin}\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        status = self._read_from.readline()
        while self._read_from.readline() not in (b"\r\n", b""):
            pass
        if b" 101 " not in status:
            raise Gone(f"the socket was refused: {status.decode()!r}")
        if not self._next().startswith("0"):
            raise Gone("no greeting")
        self._send(f"40{self._space},")
        if not self._next().startswith(f"40{self._space},"):
            raise Gone("not let in")

    def listen(self) -> None:
        """Hands on what comes until the socket ends, however it ends."""
        with suppress(OSError, ValueError):
            while True:
                self._take(self._next())
        self.close()

    def ask(self, event: str, within: float) -> bool:
        """Whether the house acknowledged in time."""
        self._count += 1
        number, answer = self._count, AsyncResult()
        self._acks[number] = answer
        try:
            self._send(f"42{self._space},{number}" + json.dumps([event]))
            answer.get(timeout=within)
        except (OSError, gevent.Timeout):
            return False
        finally:
            self._acks.pop(number, None)
        return True

    def close(self) -> None:
        with suppress(OSError):
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()

    def _take(self, packet: str) -> None:
        if packet == "2":
            self._send("3")
        elif packet.startswith(("42", "43")):
            head, _, rest = packet.partition("[")
            found = json.loads("[" + rest)
            if packet[1] == "2":
                self._told(found[0], found[1] if len(found) > 1 else None)
            elif waiting := self._acks.get(int(head.rpartition(",")[2])):
                waiting.set(found)
        elif packet.startswith(("1", "41", "44")):
            raise Gone("closed by the house")

    def _next(self) -> str:
        """The next text frame."""
        while True:
            first, length = self._exactly(2)
            if length == 126:
                (length,) = struct.unpack(">H", self._exactly(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._exactly(8))
            data = self._exactly(length)
            if first & 15 == 1:
                self._heard(data, time.time())
                return data.decode()
            if first & 15 == 8:
                raise Gone("closed")
            if first & 15 == 9:
                self._frame(10, data)

    def _exactly(self, count: int) -> bytes:
        data = self._read_from.read(count)
        if data is None or len(data) < count:
            raise Gone("ended")
        return data

    def _send(self, packet: str) -> None:
        self._frame(1, packet.encode())

    def _frame(self, kind: int, data: bytes) -> None:
        # A mask of zeros is a mask, and leaves the bytes as they are.
        size = struct.pack(">B", 0x80 | len(data)) if len(data) < 126 else struct.pack(">BH", 0xFE, len(data))
        self._sock.sendall(struct.pack(">B", 0x80 | kind) + size + b"\0\0\0\0" + data)
