"""Which conversations are read for quality: a few of everybody's last week, drawn by a seed nobody chooses.

The same number for each colleague, as many as the one with fewest has, so that nobody is looked at more than others; never
by name, rating or outcome. A week in which only one or two closed anything is not drawn from: everybody would know whose it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select

from app.core import clock, ids
from app.core.db import session
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import ClosedBy, Kind, Sender, Status
from app.domain.guides.models import Matter
from app.domain.places.queries import team_timezone

EACH = 2
FEWEST_COLLEAGUES = 3
FEWEST_LINES = 6


@dataclass(frozen=True)
class Drawn:
    """A conversation to read. Whose it is (`staff_id`) is no reader's business before they have read it."""

    conversation_id: int
    public_id: str
    staff_id: int
    locale: str
    matter: str
    lines: int


@dataclass(frozen=True)
class Week:
    """A week by the team's clock, from Monday `first`; `begins` and `ends` are its moments."""

    first: date
    begins: datetime
    ends: datetime


def last_week() -> Week:
    """The last whole week: what is drawn from it is the same all of this one."""
    zone = team_timezone()
    today = clock.now().astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(days=7)
    begins, ends = (datetime.combine(day, time(), zone) for day in (first, monday))
    return Week(first, begins, ends)


def sample() -> list[Drawn]:
    """What is to be read this week, in an order that says nothing about whose it is."""
    week = last_week()
    theirs: dict[int, list[Drawn]] = defaultdict(list)
    for one in sorted(_candidates(week), key=lambda one: _lot(week, one)):
        theirs[one.staff_id].append(one)
    each = number_each([len(of_one) for of_one in theirs.values()])
    return sorted((one for of_one in theirs.values() for one in of_one[:each]), key=lambda one: _lot(week, one))


def number_each(sizes: Collection[int]) -> int:
    """How many are drawn of everybody: as many of each, and none where too few colleagues could be meant."""
    return min(EACH, *sizes) if len(sizes) >= FEWEST_COLLEAGUES else 0


def _lot(week: Week, one: Drawn) -> str:
    """The seed is the week, and the installation's own key: the same for whoever looks, and nobody's choice."""
    return ids.keyed_digest(f"sample\x1f{week.first.isoformat()}\x1f{one.public_id}")


def _candidates(week: Week) -> list[Drawn]:
    line = Message.conversation_id == Conversation.id
    said = line & Message.kind.in_((Kind.TEXT, Kind.CARD)) & Message.sender.in_((Sender.VISITOR, Sender.STAFF))
    lines = select(func.count()).where(said).scalar_subquery()
    theirs = select(Message.id).where(line, Message.kind == Kind.TEXT, Message.staff_id == Conversation.assignee_id)
    query = (
        select(
            Conversation.id, Conversation.public_id, Conversation.assignee_id, Conversation.locale, Matter.code, lines
        )
        .outerjoin(Matter, Matter.id == Conversation.matter_id)
        .where(
            Conversation.status == Status.CLOSED,
            Conversation.closed_at >= week.begins,
            Conversation.closed_at < week.ends,
            Conversation.closed_by != ClosedBy.BLOCKED,
            Conversation.erased_at.is_(None),
            Conversation.assignee_id.is_not(None),
            lines >= FEWEST_LINES,
            theirs.exists(),
        )
    )
    return [Drawn(row[0], row[1], row[2], row[3], row[4] or "", row[5]) for row in session.execute(query)]
