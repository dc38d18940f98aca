"""Counters that every process can watch: the content version that caches and the search index follow."""

from __future__ import annotations

import time

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.db import Base

CONTENT = "content"
# How often words were taken away; up to which of those the disk is clean; in which hour it was cleaned last.
ERASED, CLEANED, CLEANED_HOUR = "erased", "cleaned", "cleaned-hour"
# Until when some process cannot hear the others, in seconds since `live.deaf` began to count.
DEAF = "deaf"
_bumped = float("-inf")


class Counter(Base):
    """A named number."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def value(name: str) -> int:
    """The number now; 0 before anybody counted."""
    return db.session.execute(select(Counter.value).where(Counter.name == name)).scalar() or 0


def bumped_within(seconds: float) -> bool:
    """Whether this process changed content so lately: then what it remembers may be older than what it wrote."""
    return time.monotonic() - _bumped < seconds


def bump(name: str) -> None:
    """Adds one, inside the open unit of work."""
    global _bumped
    if name == CONTENT:
        _bumped = time.monotonic()
    if not _add_one(name) and not db.added(Counter(name=name, value=1)):
        _add_one(name)


def _add_one(name: str) -> bool:
    return bool(db.changed(update(Counter).where(Counter.name == name).values(value=Counter.value + 1)))


def put(name: str, number: int) -> None:
    """Sets the number, inside the open unit of work."""
    db.session.merge(Counter(name=name, value=number))
