"""When a promised answer is due: by the team's wall clock, and on a day when somebody is there. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from app.core.errors import Conflict, Invalid
from app.domain.places.hours import MIDNIGHT, Span, begins, finishes

# A left message is kept longer than this, so a promise is never erased before its day.
MOST_DAYS = 60
NOON, LATEST = time(12), time(23, 59)
DAY = timedelta(days=1)
Plan = Callable[[date], Sequence[Span]]


class When(StrEnum):
    """What can be promised. A day of one's own comes with its date."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    THREE_DAYS = "three_days"
    DAY = "day"


AHEAD = {When.TOMORROW: 1, When.THREE_DAYS: 3}


@dataclass(frozen=True)
class Wish:
    """As a form has it. `anyway`: they have read that we are closed on that day."""

    when: str
    day: str = ""
    at: str = ""
    anyway: bool = False


@dataclass(frozen=True)
class Due:
    """A moment that can be promised; `skipped` are closed days it would have fallen on."""

    when: When
    at: datetime
    skipped: tuple[date, ...] = ()


@dataclass(frozen=True)
class Calendar:
    """Now, the team's clock, and when it is open on a day."""

    now: datetime
    zone: ZoneInfo
    spans: Plan

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()


def choices(calendar: Calendar) -> list[Due]:
    """What can be promised with one press: today while there is some of it left, tomorrow, in three days."""
    found = [_today(calendar), *(_ahead(calendar, when, days) for when, days in AHEAD.items())]
    return [one for one in found if one is not None]


def settle(calendar: Calendar, wish: Wish) -> datetime:
    """The moment that is wished for. Conflict("due_closed") for a closed day, unless they want it all the same."""
    if wish.when == When.DAY:
        return _own(calendar, wish)
    found = next((one for one in choices(calendar) if one.when == wish.when), None)
    if found is None:
        raise Invalid("due_missing")
    return found.at


def _today(calendar: Calendar) -> Due | None:
    """When we close today; not in the last minutes of it."""
    closes = [_closes(calendar.today, span, calendar.zone) for span in calendar.spans(calendar.today)]
    last = max(closes, default=calendar.now)
    return Due(When.TODAY, last) if last - calendar.now >= timedelta(minutes=10) else None


def _closes(day: date, span: Span, zone: ZoneInfo) -> datetime:
    return finishes(day + DAY if span[1] == MIDNIGHT else day, span[1], zone)


def _ahead(calendar: Calendar, when: When, days: int) -> Due:
    """Around noon of the first open day from then on; where nobody keeps hours, of that very day."""
    first = calendar.today + days * DAY
    coming = [first + count * DAY for count in range(MOST_DAYS - days)]
    day = next((one for one in coming if calendar.spans(one)), first)
    return Due(when, _around_noon(calendar, day), tuple(one for one in coming if one < day))


def _around_noon(calendar: Calendar, day: date) -> datetime:
    """Noon; on a day that begins or ends on the wrong side of it, when that day ends."""
    spans = calendar.spans(day)
    if not spans or (spans[0][0] < NOON and (spans[-1][1] >= NOON or spans[-1][1] == MIDNIGHT)):
        return begins(day, NOON, calendar.zone)
    return _closes(day, spans[-1], calendar.zone)


def _own(calendar: Calendar, wish: Wish) -> datetime:
    try:
        day = date.fromisoformat(wish.day.strip())
        at = time.fromisoformat(wish.at.strip()) if wish.at.strip() else None
    except ValueError as error:
        raise Invalid("due_wrong", days=MOST_DAYS) from error
    if not calendar.today <= day <= calendar.today + MOST_DAYS * DAY:
        raise Invalid("due_wrong", days=MOST_DAYS)
    moment = begins(day, at.replace(tzinfo=None), calendar.zone) if at else _of_day(calendar, day)
    if moment <= calendar.now:
        raise Invalid("due_past")
    if not calendar.spans(day) and not wish.anyway:
        raise Conflict("due_closed")
    return moment


def _of_day(calendar: Calendar, day: date) -> datetime:
    noon = _around_noon(calendar, day)
    return noon if noon > calendar.now else finishes(day, LATEST, calendar.zone)
