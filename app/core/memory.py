"""Content remembered: what public pages read over and over, until the content version moves or a minute has passed."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from sqlalchemy import Engine

from app.core import counter, db

SECONDS = 60
ROOM = 2000
T = TypeVar("T")

_kept: dict[Hashable, tuple[float, object]] = {}
_from: tuple[Engine, int] | None = None


def remembered(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` reads, or what it read a moment ago. Others get the same object: nobody may change it.

    Only for content that everybody may see; a change of it bumps counter.CONTENT.
    """
    global _from
    source = (db.engine(), _version())
    if _from is None or _from[0] is not source[0] or _from[1] != source[1]:
        _kept.clear()
        _from = source
    found = _kept.get(key)
    if found is not None and found[0] > time.monotonic():
        return cast(T, found[1])
    value = make()
    if len(_kept) >= ROOM:
        _kept.clear()
    _kept[key] = (time.monotonic() + SECONDS, value)
    return value


def _version() -> int:
    """Asked once a session, which is once a request."""
    info = db.session().info
    if "content_version" not in info:
        info["content_version"] = counter.value(counter.CONTENT)
    version: int = info["content_version"]
    return version
