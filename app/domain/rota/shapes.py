"""What was typed about a shift, made into days and times, or refused at its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from app.core.errors import Invalid
from app.domain.rota.models import Shift
from app.domain.rota.terms import ShiftKind

# Every how many weeks; a single day is no number.
EVERY = (1, 2, 3, 4, 5, 6, 8)
ONCE = "once"
# Nobody plans further, and a mistyped year is caught.
FARTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Shape:
    """A shift before it is anybody's."""

    kind: ShiftKind
    first_day: date
    last_day: date | None
    every: int
    starts: time
    ends: time

    def made(self) -> Shift:
        return Shift(
            kind=self.kind.value,
            first_day=self.first_day,
            last_day=self.last_day,
            every=self.every,
            starts=self.starts,
            ends=self.ends,
        )


def read(given: Mapping[str, str], today: date) -> Shape:
    """Invalid with the field it is about. A shift begins today at the earliest: what was, stays as it was."""
    kind = given.get("kind", "")
    if kind not in set(ShiftKind):
        raise Invalid("value_wrong", field="kind")
    first = day_of(given.get("first_day", ""), "first_day")
    if not today <= first <= today + FARTHEST:
        raise Invalid("shift_begins_wrong", field="first_day")
    every, last = _comes(given, first)
    starts, ends = time_of(given.get("starts", ""), "starts"), time_of(given.get("ends", ""), "ends")
    return Shape(ShiftKind(kind), first, last, every, starts, ends)


def _comes(given: Mapping[str, str], first: date) -> tuple[int, date | None]:
    repeat = given.get("repeat", "")
    if repeat == ONCE:
        return 0, first
    if repeat not in {str(count) for count in EVERY}:
        raise Invalid("value_wrong", field="repeat")
    if not given.get("last_day", "").strip():
        return int(repeat), None
    last = day_of(given["last_day"], "last_day")
    if last < first:
        raise Invalid("shift_ends_wrong", field="last_day")
    return int(repeat), last


def day_of(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise Invalid("date_wrong", field=field) from error


def time_of(typed: str, field: str) -> time:
    try:
        found = time.fromisoformat(typed.strip())
    except ValueError as error:
        raise Invalid("shift_time_wrong", field=field) from error
    if found.tzinfo or found.second or found.microsecond:
        raise Invalid("shift_time_wrong", field=field)
    return found
