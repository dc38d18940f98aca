"""The lists at the desk: who waits, what is mine, what was left; each line in the staff member's words."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.domain.chat import desk_numbers, queries
from app.domain.chat.queries import DeskRow
from app.domain.chat.terms import Status
from app.domain.guides.titles import matter_titles
from app.web.filters import language_alone
from app.web.staff import pace, standing
from app.web.staff.words import short_day

# From this level of alert on a row is marked as late.
LATE = 3


@dataclass(frozen=True)
class Row:
    """One line. `state`: what it asks of me, in a word; `warns`: loudly; `key`: the digit that opens
    it; `beside`: opens it as a second.

    `level`: how loud it says that nobody has answered since `unanswered`, a moment in seconds; None where nobody waits.
    `later`: colleagues who know more about it are told first; it can be claimed all the same.
    """

    id: str
    url: str
    name: str
    question: str
    language: str
    language_tag: str
    area: str
    matter: str
    waited: str
    unread: int
    current: bool
    late: bool
    handed: bool = False
    state: str = ""
    warns: bool = False
    key: int = 0
    beside: str = ""
    level: int = 0
    unanswered: int | None = None
    later: bool = False


@dataclass(frozen=True)
class Lists:
    """Everything in the desk's first column."""

    queue: list[Row]
    mine: list[Row]
    left: list[Row]


def lists(held: Sequence[DeskRow], shown: Container[str | None], main: str | None) -> Lists:
    """The three lists; `held` are mine, `shown` are the conversations on screen, `main` the one that has the side panel.

    Mine stand in the order of who has waited longest for me; a digit stays with its conversation when that changes.
    """
    digits = desk_numbers.shown((row.public_id, row.number) for row in held)
    return Lists(
        queue=[_waiting(row, shown) for row in queries.queue()],
        mine=[_mine(row, shown, main, digits.get(row.public_id, 0)) for row in in_order(held)],
        left=[_waiting(row, shown) for row in queries.left_messages()],
    )


def next_of_mine(staff_id: int) -> str | None:
    """Whom to turn to now: whoever has waited longest for me, else the first of mine."""
    held = (row for row in in_order(queries.mine(staff_id)) if row.status is not Status.WAITING)
    return next((row.public_id for row in held), None)


def in_order(held: Sequence[DeskRow]) -> list[DeskRow]:
    """What was handed to me, two minutes long; who waits for me, the longest first; who talks with me; what is to be
    registered; what I have promised."""

    def place(row: DeskRow) -> tuple[int, datetime]:
        if row.handed:
            return -1, row.since
        if row.status == Status.ACTIVE:
            return (0, row.said_at) if row.waiting_on_us else (1, row.since)
        return (2 if row.status == Status.CLOSED else 3, row.since)

    return sorted(held, key=place)


def _waiting(row: DeskRow, shown: Container[str | None]) -> Row:
    came_back = standing.asks_for(row) or (_("Back in the queue") if row.returned else "")
    return replace(_row(row, shown, row.question, row.since, state=came_back), later=not standing.calls(row))


def _mine(row: DeskRow, shown: Container[str | None], main: str | None, digit: int) -> Row:
    second = url_for("staff.conversation", public_id=main, beside=row.public_id) if main else ""
    since = row.said_at if row.waiting_on_us else row.answered_at or row.said_at
    found = _row(row, shown, row.said or row.question, since, state=_state(row))
    beside = "" if row.public_id in shown or row.status == Status.CLOSED else second
    warns = row.handed or _overdue(row)
    return replace(found, unread=row.unread, handed=row.handed, warns=warns, key=digit, beside=beside)


def _row(row: DeskRow, shown: Container[str | None], words: str, since: datetime, state: str) -> Row:
    locale, unanswered = i18n.locales()[row.locale], pace.unanswered(row)
    level = pace.level(unanswered)
    return Row(
        id=row.public_id,
        url=url_for("staff.conversation", public_id=row.public_id, _anchor="desk_talk"),
        name=row.first_name or _("Visitor"),
        question=words,
        language=language_alone(locale.code),
        language_tag=locale.tag,
        area=i18n.say(row.area_names),
        matter=i18n.say(matter_titles(row.matter)) if row.matter else "",
        waited=waited(since),
        unread=0,
        current=row.public_id in shown,
        late=level >= LATE,
        state=state,
        level=level,
        unanswered=int(unanswered.timestamp()) if unanswered else None,
    )


def _overdue(row: DeskRow) -> bool:
    return row.status == Status.WAITING and row.due_at is not None and row.due_at <= clock.now()


def _state(row: DeskRow) -> str:
    if row.status == Status.CLOSED:
        return _("To register")
    if row.handed:
        return _("Came back to you") if row.came_back else _("Handed over to you")
    if _overdue(row):
        return _("Overdue")
    if row.status == Status.WAITING:
        return _("Answer by %(day)s", day=short_day(row.due_at.date())) if row.due_at else _("Answer promised")
    if row.still_asked:
        return _("Asked: still there?")
    return _("Waits for you") if row.waiting_on_us else _("You wait for them")


def _minutes(since: datetime, until: datetime | None = None) -> int:
    return int(((until or clock.now()) - since).total_seconds() // 60)


def waited(since: datetime, until: datetime | None = None) -> str:
    """How long, as one says it: minutes, then hours, then days."""
    minutes = _minutes(since, until)
    if minutes < 1:
        return _("just now") if until is None else _("less than a minute")
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes)
    hours = minutes // 60
    if hours < 24:
        return ngettext("%(count)s hour", "%(count)s hours", hours)
    return ngettext("%(count)s day", "%(count)s days", hours // 24)
