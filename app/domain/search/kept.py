"""The built index on disk: a start, or a second process, reads in a tenth of a second what took many to build."""

from __future__ import annotations

import gc
import hashlib
import hmac
import io
import logging
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from app.core.files import fresh
from app.domain.search.index import Index

FILE = "search-index.bin"
_MAC = 32  # bytes of HMAC-SHA256 before the rest: a file that others wrote is never unpickled
log = logging.getLogger(__name__)
_folder: Path | None = None
_key = b""


def configure(folder: Path | None, secret: str) -> None:
    """Where to keep the index; nowhere with None."""
    global _folder, _key
    _folder, _key = folder, hashlib.sha256(f"search index {secret}".encode()).digest()


def index_of(material: Sequence[Any]) -> Index:
    """The index of what `Index.build` takes: read when this very content was built before, else built and kept."""
    if _folder is None:
        return _built(material)
    name = _name(material)
    found = _read(name)
    if found is None:
        found = _built(material)
        _write(name, found)
    return found


def _built(material: Sequence[Any]) -> Index:
    with _no_tidying():
        return Index.build(*material)


@contextmanager
def _no_tidying() -> Iterator[None]:
    """Hundreds of thousands of new objects, none of them garbage: looking for some among them takes most of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _name(material: Sequence[Any]) -> bytes:
    """A digest of the content, of our code and of the libraries whose answers are in the index."""
    digest = hashlib.sha256(sys.version.encode())
    for library in ("snowballstemmer", "PyStemmer"):
        digest.update(f"{library} {version(library)}".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    for part in material:
        for one in part:
            digest.update(repr(one).encode())
        digest.update(b"\0")
    return digest.digest()


def _read(name: bytes) -> Index | None:
    assert _folder is not None  # index_of() has looked
    try:
        kept = (_folder / FILE).read_bytes()
    except OSError:
        return None
    mac, rest = kept[:_MAC], kept[_MAC:]
    if not hmac.compare_digest(mac, _mac(rest)) or rest[: len(name)] != name:
        return None
    try:
        with _no_tidying():
            found = pickle.Unpickler(_Pieces(rest, len(name))).load()  # the MAC above says that we wrote it
    except Exception:  # whatever is wrong with it, it can be built again
        log.warning("the kept search index cannot be read; it is built again")
        return None
    return found if isinstance(found, Index) else None


def _write(name: bytes, index: Index) -> None:
    """Beside the data, whole or not at all; where that fails, the next start builds again."""
    assert _folder is not None  # index_of() has looked
    rest = name + _packed(index)
    try:
        with fresh(_folder / FILE) as path:
            path.write_bytes(_mac(rest) + rest)
    except OSError as error:
        log.warning("the search index could not be kept: %s", error.strerror)


class _Pieces:
    """Reads and writes with functions of Python's own: pickle in one piece would hold up everybody else for half a second."""

    def __init__(self, kept: bytes = b"", at: int = 0) -> None:
        self._bytes = io.BytesIO(kept)
        self._bytes.seek(at)

    def write(self, piece: Any) -> int:
        return self._bytes.write(piece)

    def read(self, count: int = -1) -> bytes:
        return self._bytes.read(count)

    def readline(self) -> bytes:
        return self._bytes.readline()

    def all(self) -> bytes:
        return self._bytes.getvalue()


def _packed(index: Index) -> bytes:
    pieces = _Pieces()
    with _no_tidying():
        pickle.Pickler(pieces, protocol=5).dump(index)
    return pieces.all()


def _mac(rest: bytes) -> bytes:
    return hmac.new(_key, rest, hashlib.sha256).digest()
