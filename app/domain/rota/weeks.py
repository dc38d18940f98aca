"""How shifts fall on days, as the wall clock has it. Pure: no database, no time zone, no now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.domain.accounts.models import StaffMember
from app.domain.places.hours import MIDNIGHT, Span
from app.domain.rota.models import Shift, ShiftSwap
from app.domain.rota.terms import ShiftKind

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# Two of the team's days in wall-clock minutes: where a span begins and ends, counted from midnight.
MINUTES = 24 * 60
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Turn:
    """One shift on one day, as it was agreed. `holder` is empty where nobody has it; `rests`: a holiday, nobody comes."""

    shift: Shift
    day: date
    holder: StaffMember | None
    agreed: ShiftSwap | None = None
    rests: bool = False

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.day, self.shift.starts)

    @property
    def ends(self) -> datetime:
        return datetime.combine(self.day, self.shift.ends) + (DAY if over_midnight(self.shift) else timedelta())

    @property
    def minutes(self) -> int:
        return int((self.ends - self.begins).total_seconds() // 60)

    @property
    def staffed(self) -> bool:
        return self.shift.kind == ShiftKind.STAFFED

    @property
    def missing(self) -> bool:
        """Somebody had it, and cannot come."""
        return self.holder is None and self.agreed is not None and not self.rests


def over_midnight(shift: Shift) -> bool:
    return shift.ends <= shift.starts


def single(shift: Shift) -> bool:
    """One day only: the kind that is put on a holiday on purpose."""
    return shift.every == 0


def days_of(shift: Shift, first: date, last: date) -> Iterator[date]:
    """The days on which it comes, from `first` to `last`, both counted."""
    end = last if shift.last_day is None else min(last, shift.last_day)
    if single(shift):
        if first <= shift.first_day <= end:
            yield shift.first_day
        return
    step = WEEK * shift.every
    behind = max(0, -(-(first - shift.first_day).days // step.days))
    day = shift.first_day + behind * step
    while day <= end:
        yield day
        day += step


def comes_on(shift: Shift, day: date) -> bool:
    return day in days_of(shift, day, day)


def rests_on(shift: Shift, day: date, holiday: Callable[[date], object]) -> bool:
    """Weekly desk shifts rest on a public holiday. A single one was meant, and being on call is what closed days are for."""
    return shift.kind == ShiftKind.STAFFED and not single(shift) and bool(holiday(day))


def open_spans(
    turns: Iterable[Turn], first: date, last: date, holiday: Callable[[date], object]
) -> dict[date, list[Span]]:
    """Day by day when somebody works at the desk: what overlaps or touches is one, each day ends at midnight.

    On a holiday nothing counts but what was put on that very day.
    """
    found: dict[date, list[Stretch]] = {}
    for turn in turns:
        if not turn.staffed or turn.holder is None or turn.rests:
            continue
        for day, stretch in stretches(turn):
            if first <= day <= last and (day == turn.day or not holiday(day)):
                found.setdefault(day, []).append(stretch)
    return {day: [as_span(one) for one in merged(rows)] for day, rows in found.items()}


def stretches(turn: Turn) -> Iterator[tuple[date, Stretch]]:
    """Its minutes on its own day, and on the next where it goes over midnight."""
    starts, ends = minute_of(turn.shift.starts), minute_of(turn.shift.ends)
    if not over_midnight(turn.shift):
        yield turn.day, (starts, ends)
        return
    yield turn.day, (starts, MINUTES)
    if ends:
        yield turn.day + DAY, (0, ends)


def gaps(wanted: Sequence[Span], there: Sequence[Span]) -> list[Span]:
    """What of the hours wanted nobody covers."""
    left = [as_stretch(span) for span in wanted]
    for begins, ends in (as_stretch(span) for span in there):
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, begins)), (max(start, ends), end))
            if piece[0] < piece[1]
        ]
    return [as_span(one) for one in merged(left)]


def clash(wanted: Iterable[Turn], there: Iterable[Turn]) -> tuple[Turn, Turn] | None:
    """The first two that ask one person to be twice somewhere."""
    by_day: dict[date, list[Turn]] = {}
    for turn in there:
        by_day.setdefault(turn.day, []).append(turn)
    for turn in wanted:
        for other in (one for ahead in (-1, 0, 1) for one in by_day.get(turn.day + DAY * ahead, [])):
            if turn.begins < other.ends and other.begins < turn.ends:
                return turn, other
    return None


def merged(rows: Iterable[Stretch]) -> list[Stretch]:
    done: list[Stretch] = []
    for begins, ends in sorted(rows):
        if done and begins <= done[-1][1]:
            done[-1] = (done[-1][0], max(done[-1][1], ends))
        else:
            done.append((begins, ends))
    return done


def monday_of(day: date) -> date:
    return day - DAY * day.weekday()


def minutes_by_person(turns: Iterable[Turn]) -> Mapping[int, int]:
    """How long each person works at the desk, by their row's id."""
    found: dict[int, int] = {}
    for turn in turns:
        if turn.staffed and turn.holder is not None and not turn.rests:
            found[turn.holder.id] = found.get(turn.holder.id, 0) + turn.minutes
    return found


def minute_of(at: time) -> int:
    return at.hour * 60 + at.minute


def as_span(one: Stretch) -> Span:
    return _time(one[0]), _time(one[1])


def as_stretch(span: Span) -> Stretch:
    return minute_of(span[0]), MINUTES if span[1] == MIDNIGHT else minute_of(span[1])


def _time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
