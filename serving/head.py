"""The headers of a request, line by line where they are plain, for a fifth of what the library takes; else by the library."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from gevent import pywsgi

# A name, a colon, and a value without control characters. What is folded, or odd in any way, is for the library to judge.
PLAIN = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)\r\n")
MOST = 99


def read(source: Any) -> Any:
    """The message pywsgi expects, from a reader of lines."""
    lines: list[bytes] = []
    found = pywsgi.OldMessage()
    while len(lines) <= MOST:
        line = source.readline(65537)
        if line == b"\r\n":
            return found
        lines.append(line)
        plain = PLAIN.fullmatch(line)
        if plain is None:
            break
        found.set_raw(plain[1].decode("ascii"), plain[2].decode("latin-1"))
    return pywsgi.headers_factory(_Again(lines, source))


class _Again:
    """What was read already, and the rest."""

    def __init__(self, lines: list[bytes], source: Any) -> None:
        self._lines, self._source = BytesIO(b"".join(lines)), source

    def readline(self, size: int = -1) -> bytes:
        return self._lines.readline(size) or bytes(self._source.readline(size))
