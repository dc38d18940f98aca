"""A form is here, whole and within its size, before the application is asked: nothing of ours waits for a slow sender."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from gevent import Timeout

MAX_BYTES = 256 * 1024
SECONDS = 10


class TooSlow(Exception):
    """The sender took longer than anybody needs."""


class Broken(Exception):
    """What came is no body: wrong pieces, or less than was announced."""


def read(source: Any, length: int | None, chunked: bool) -> BytesIO | None:
    """The body; None when it is larger than any form of ours, of which nothing more than that is read."""
    if not chunked and not length:
        return BytesIO()
    if length is not None and length > MAX_BYTES:
        return None
    try:
        with Timeout(SECONDS, TooSlow()):
            found = source.read(MAX_BYTES + 1 if chunked else length)
    except (OSError, ValueError) as error:
        raise Broken from error
    return BytesIO(found) if len(found) <= MAX_BYTES else None
