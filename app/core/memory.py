"""Content remembered: what public pages read over and over, until the content version moves or a minute has passed."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from sqlalchemy import Engine

from app.core import counter, db

SECONDS = 60
# Pages kept in memory follow a change within a second as well (app/web/cache.py).
LOOK_SECONDS = 1.0
OWN_CHANGES_SECONDS = 10.0
ROOM = 2000
T = TypeVar("T")

_kept: dict[Hashable, tuple[float, object]] = {}
_from: tuple[Engine, int] | None = None
_looked: tuple[Engine, float, int] | None = None


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


def look_again() -> None:
    """The version has moved: the next read asks, so that nobody keeps a page made of what was remembered before."""
    global _looked
    _looked = None


def _version() -> int:
    """Asked once a second; once a session (which is once a request) while this process itself changes content."""
    global _looked
    if counter.bumped_within(OWN_CHANGES_SECONDS):
        info = db.session().info
        if "content_version" not in info:
            info["content_version"] = counter.value(counter.CONTENT)
        version: int = info["content_version"]
        return version
    if _looked is None or _looked[0] is not db.engine() or _looked[1] < time.monotonic() - LOOK_SECONDS:
        _looked = (db.engine(), time.monotonic(), counter.value(counter.CONTENT))
    return _looked[2]
