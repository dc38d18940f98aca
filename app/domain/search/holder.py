"""The one index a process answers from; swapped whole when the content's version changes, never altered in place."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from app.domain.search.index import Index


@dataclass(frozen=True)
class _Held:
    version: int
    index: Index


_held: _Held | None = None
_building = Lock()


def current() -> Index | None:
    """The index in use, or nothing before the first one is built."""
    held = _held
    return held.index if held else None


def version() -> int | None:
    """Which content the index in use is made of; nothing before the first one is built."""
    held = _held
    return held.version if held else None


def swap(index: Index, version: int = -1) -> None:
    """Answer from this index from now on."""
    global _held
    _held = _Held(version, index)


def index_for(version: int, make: Callable[[], Index]) -> Index:
    """The index for this version of the content, made now if need be.

    While one request makes it, the others go on answering from the old index: a search never waits for an editor.
    """
    held = _held
    if held is not None and held.version == version:
        return held.index
    if held is not None and not _building.acquire(blocking=False):
        return held.index
    if held is None:
        _building.acquire()
    try:
        held = _held
        if held is None or held.version != version:
            swap(make(), version)
        fresh = _held
        assert fresh is not None  # swap() set it above, or another thread did before us
        return fresh.index
    finally:
        _building.release()
