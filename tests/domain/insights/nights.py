"""Days that pass for what is kept of searches: every day on a row moves back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.insights.models import SearchMiss, SearchSeen, Unfound


def nights(count: int = 1) -> None:
    """So many nights pass."""
    back = timedelta(days=count)
    with unit_of_work():
        for table in (SearchMiss, SearchSeen):
            # The oldest first, each written before the next: two rows may never say the same.
            for row in session.scalars(select(table).order_by(table.day)):
                row.day -= back
                session.flush()
        for kept in session.scalars(select(Unfound)):
            kept.first_day, kept.last_day = kept.first_day - back, kept.last_day - back
            kept.handled_at = kept.handled_at - back if kept.handled_at else None
    session.remove()
