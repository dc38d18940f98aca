"""Counters that every process can watch: the content version that caches and the search index follow."""

from __future__ import annotations

import time

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.db import Base

CONTENT = "content"
_bumped = float("-inf")


class Counter(Base):
    """A named number that only grows."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def value(name: str) -> int:
    """The number now; 0 before anybody counted."""
    return db.session.execute(select(Counter.value).where(Counter.name == name)).scalar() or 0


def bumped_within(seconds: float) -> bool:
    """Whether this process counted something so lately: then what it remembers may be older than what it wrote."""
    return time.monotonic() - _bumped < seconds


def bump(name: str) -> None:
    """Adds one, inside the open unit of work."""
    global _bumped
    _bumped = time.monotonic()
    changed = db.session.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))
    if not changed.rowcount:  # type: ignore[attr-defined]
        db.session.add(Counter(name=name, value=1))
        db.session.flush()
