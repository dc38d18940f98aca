"""A door in front of a server that can fall shut: everything behind it hangs without a word, or is thrown out."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

BUFFER = 65536


class Door:
    """Listens before there is a server, so that the server can be told this address as its own."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._to = 0
        self._lock = threading.Lock()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._dead: set[socket.socket] = set()
        self._way = "open"

    def lead_to(self, port: int) -> None:
        self._to = port
        threading.Thread(target=self._listen, daemon=True).start()

    def hang(self) -> None:
        """Half open: what is connected stays so and hears nothing more, for ever; so does who knocks meanwhile."""
        with self._lock:
            self._way = "hang"
            self._dead |= {one for pair in self._pairs for one in pair}

    def slam(self) -> None:
        """Every connection is thrown out, and so is who knocks meanwhile."""
        with self._lock:
            self._way = "slam"
            pairs = list(self._pairs)
        for pair in pairs:
            for one in pair:
                _shut(one)

    def open(self) -> None:
        with self._lock:
            self._way = "open"

    def close(self) -> None:
        self.slam()
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            if self._way == "slam":
                return
            with socket.create_connection(("127.0.0.1", self._to), 10) as server:
                server.settimeout(None)
                pair = (client, server)
                with self._lock:
                    self._pairs.add(pair)
                    if self._way == "hang":
                        self._dead |= {client, server}
                back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
                back.start()
                self._pump(client, server)
                back.join(10)
                with self._lock:
                    self._pairs.discard(pair)
                    self._dead -= {client, server}

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(BUFFER):
                if source not in self._dead:
                    sink.sendall(data)
        _shut(sink)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
