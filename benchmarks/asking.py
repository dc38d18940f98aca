"""A client that costs little: one connection kept open, requests one after the other, answers read and not parsed."""

from __future__ import annotations

import socket
from collections.abc import Sequence


class Asker:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._sock = socket.create_connection(("127.0.0.1", port), 30)

    def get(self, path: str, headers: Sequence[str] = ("Accept-Encoding: gzip",)) -> tuple[int, bytes, bytes]:
        """(status, head, body as it came)."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", *headers]
        self._sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        wanted = 0 if status == 304 else int(_header(head, b"content-length") or 0)
        parts, got = [body], len(body)
        while got < wanted:
            parts.append(self._more())
            got += len(parts[-1])
        return status, head, b"".join(parts)

    def _more(self) -> bytes:
        found = self._sock.recv(262144)
        if not found:
            raise ConnectionError("the server closed")
        return found

    def tag(self, path: str) -> str:
        return (_header(self.get(path)[1], b"etag") or b"").decode()

    def close(self) -> None:
        self._sock.close()


def _header(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        found, _, value = line.partition(b":")
        if found.strip().lower() == name:
            return value.strip()
    return None
