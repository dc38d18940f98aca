"""The lists at the desk: who waits, what is mine, what was left; each line in the staff member's words."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.domain.chat import queries
from app.domain.chat.queries import DeskRow
from app.domain.chat.terms import Status
from app.domain.guides.titles import matter_titles
from app.web.staff.words import short_day

LATE_MINUTES = 5
MOST_KEYS = 9


@dataclass(frozen=True)
class Row:
    """One line. `state`: what it asks of me, in a word; `key`: the digit that opens it; `beside`: opens it as a second."""

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
    key: int = 0
    beside: str = ""


@dataclass(frozen=True)
class Lists:
    """Everything in the desk's first column."""

    queue: list[Row]
    mine: list[Row]
    left: list[Row]


def lists(held: Sequence[DeskRow], shown: Container[str | None], main: str | None) -> Lists:
    """The three lists; `held` are mine, `shown` are the conversations on screen, `main` the one that has the side panel."""
    return Lists(
        queue=[_waiting(row, shown) for row in queries.queue()],
        mine=[_mine(row, shown, main, place) for place, row in enumerate(held, 1)],
        left=[_waiting(row, shown) for row in queries.left_messages()],
    )


def next_of_mine(staff_id: int) -> str | None:
    """Whom to turn to now: whoever has waited longest for me, else the first of mine."""
    held = [row for row in queries.mine(staff_id) if row.status is not Status.WAITING]
    waiting = sorted((row for row in held if row.waiting_on_us), key=lambda row: row.said_at)
    return next((row.public_id for row in [*waiting, *held]), None)


def _waiting(row: DeskRow, shown: Container[str | None]) -> Row:
    came_back = _("Back in the queue") if row.returned else ""
    return _row(row, shown, row.question, row.since, _minutes(row.since) >= LATE_MINUTES, state=came_back)


def _mine(row: DeskRow, shown: Container[str | None], main: str | None, place: int) -> Row:
    second = url_for("staff.conversation", public_id=main, beside=row.public_id) if main else ""
    return _row(
        row, shown, row.said or row.question, row.said_at, row.waiting_on_us and _minutes(row.said_at) >= LATE_MINUTES,
        unread=row.unread, handed=row.handed, state=_state(row), key=place if place <= MOST_KEYS else 0,
        beside="" if row.public_id in shown or row.status == Status.CLOSED else second,
    )  # fmt: skip


def _row(
    row: DeskRow, shown: Container[str | None], words: str, since: datetime, late: bool,
    unread: int = 0, handed: bool = False, state: str = "", key: int = 0, beside: str = "",
) -> Row:  # fmt: skip
    locale = i18n.locales()[row.locale]
    return Row(
        id=row.public_id,
        url=url_for("staff.conversation", public_id=row.public_id, _anchor="desk_talk"),
        name=row.first_name or _("Visitor"),
        question=words,
        language=locale.name,
        language_tag=locale.tag,
        area=i18n.say(row.area_names),
        matter=i18n.say(matter_titles(row.matter)) if row.matter else "",
        waited=waited(since),
        unread=unread,
        current=row.public_id in shown,
        late=late,
        handed=handed,
        state=state,
        key=key,
        beside=beside,
    )


def _state(row: DeskRow) -> str:
    if row.status == Status.CLOSED:
        return _("To register")
    if row.handed:
        return _("Handed over to you")
    if row.status == Status.WAITING:
        return _("Answer by %(day)s", day=short_day(row.due_at.date())) if row.due_at else _("Answer promised")
    if row.still_asked:
        return _("Asked: still there?")
    return _("Waits for you") if row.waiting_on_us else ""


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
