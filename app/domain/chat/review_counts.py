"""How conversations did by heading and month: what stays when they, and their reviews, are gone. Nobody's name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, db
from app.core.db import session
from app.domain.chat.models import ReviewCount
from app.domain.chat.terms import NOT_SEEN, Heading
from app.domain.places.queries import team_timezone

# Of fewer reviews one could tell what somebody was given.
FEWEST = 5


@dataclass(frozen=True)
class Mean:
    """Of so many reviews in which a heading was seen; `mean` is None where they are fewer than may be told."""

    count: int
    mean: float | None


def month_of(moment: datetime) -> str:
    return f"{moment.astimezone(team_timezone()):%Y-%m}"


def add(month: str, marks: Mapping[str, int]) -> None:
    """Counts one review, heading by heading, always in the same order."""
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    for heading in Heading:
        row = insert(ReviewCount).values(month=month, heading=heading, mark=marks[heading], count=1)
        more = {"count": ReviewCount.count + 1}
        session.execute(row.on_conflict_do_update(index_elements=["month", "heading", "mark"], set_=more))


def take_out(month: str, marks: Mapping[str, int]) -> None:
    """The same backwards, for a review that was changed or taken back."""
    for heading in Heading:
        counted = (ReviewCount.month == month, ReviewCount.heading == heading, ReviewCount.mark == marks[heading])
        session.execute(
            update(ReviewCount)
            .where(*counted, ReviewCount.count > 0)
            .values(count=ReviewCount.count - 1)
            .execution_options(synchronize_session=False)
        )


def months() -> dict[str, dict[Heading, Mean]]:
    """Every month that is over, the newest first: a running one would tell by the day what the newest review gave."""
    found: dict[str, dict[Heading, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    query = select(ReviewCount).where(
        ReviewCount.month < month_of(clock.now()), ReviewCount.mark != NOT_SEEN, ReviewCount.count > 0
    )
    for row in session.scalars(query.order_by(ReviewCount.month.desc())):
        found[row.month][Heading(row.heading)].append((row.mark, row.count))
    return {month: {heading: _mean(given[heading]) for heading in Heading} for month, given in found.items()}


def _mean(given: list[tuple[int, int]]) -> Mean:
    count = sum(times for _mark, times in given)
    return Mean(count, sum(mark * times for mark, times in given) / count if count >= FEWEST else None)
