"""Counters that every process can watch: the content version that caches and the search index follow."""

from __future__ import annotations

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import db
from app.core.db import Base

CONTENT = "content"


class Counter(Base):
    """A named number that only grows."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


def value(name: str) -> int:
    """The number now; 0 before anybody counted."""
    return db.session.execute(select(Counter.value).where(Counter.name == name)).scalar() or 0


def bump(name: str) -> None:
    """Adds one, inside the open unit of work."""
    changed = db.session.execute(update(Counter).where(Counter.name == name).values(value=Counter.value + 1))
    if not changed.rowcount:  # type: ignore[attr-defined]
        db.session.add(Counter(name=name, value=1))
        db.session.flush()
