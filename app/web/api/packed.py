"""Large open data, kept compressed and sent as it is kept: most who ask for it read gzip."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable

from flask import Response, current_app, request


def pack(parts: Iterable[str]) -> bytes:
    """The gzip of a text that is never in memory whole."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(part.encode()) for part in parts), packer.flush()])


def answer(packed: bytes, content_type: str, seconds: int) -> Response:
    """With a tag of its content; 304 for whoever has it."""
    reads = request.accept_encodings.quality("gzip") > 0
    response: Response = current_app.response_class(
        packed if reads else gzip.decompress(packed), content_type=content_type
    )
    if reads:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.set_etag(hashlib.sha256(packed).hexdigest()[:20], weak=True)
    response.make_conditional(request)
    return response
