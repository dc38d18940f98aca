"""A line between a browser and the server that can be cut, that may swallow answers, and that may refuse sockets."""

from __future__ import annotations

import random
import socket
import threading
from contextlib import suppress

from tests.people import new_network

BUFFER = 65536


class Wire:
    """Listens on a port of its own and passes everything on to the server's.

    `lose`: the share of plain requests whose answer never comes back; for half of those the request never arrives.
    `sockets`: whether a WebSocket may open at all.
    """

    def __init__(self, port: int, dice: random.Random, lose: float = 0.0, sockets: bool = True) -> None:
        self._to, self._dice, self._lose, self._sockets = port, dice, lose, sockets
        self._from = (new_network(), 0)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.cuts = self.lost = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Every open WebSocket ends without a word."""
        with self._lock:
            ended, self._open = self._open, set()
        self.cuts += len(ended)
        for one in ended:
            _shut(one)

    def close(self) -> None:
        self.cut()
        self._door.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            request = _read_request(client)
            if request.startswith(b"GET /socket.io/"):
                self._carry_socket(client, request)
            else:
                self._carry_request(client, request)

    def _carry_request(self, client: socket.socket, request: bytes) -> None:
        with self._lock:
            fate = self._dice.random()
        if fate < self._lose:
            self.lost += 1
        if fate < self._lose / 2:
            return
        with socket.create_connection(("127.0.0.1", self._to), 10, self._from) as server:
            server.sendall(request)
            answer = bytearray()
            while data := server.recv(BUFFER):
                answer += data
        if fate >= self._lose:
            # Said aloud, or the client would keep the connection for its next request and find it closed.
            client.sendall(answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))

    def _carry_socket(self, client: socket.socket, request: bytes) -> None:
        if not self._sockets:
            return
        with socket.create_connection(("127.0.0.1", self._to), 10, self._from) as server:
            server.settimeout(None)
            server.sendall(request)
            with self._lock:
                self._open |= {client, server}
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join(10)
            with self._lock:
                self._open -= {client, server}


def _read_request(client: socket.socket) -> bytes:
    """Head and body of one request; browsers on this line never keep a connection for a second one."""
    data = bytearray()
    while b"\r\n\r\n" not in data:
        more = client.recv(BUFFER)
        if not more:
            raise OSError("gone")
        data += more
    head, _, body = bytes(data).partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        more = client.recv(BUFFER)
        if not more:
            raise OSError("gone")
        data += more
        missing -= len(more)
    return bytes(data)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(BUFFER):
            sink.sendall(data)
    _shut(source)
    _shut(sink)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
