"""Reads of the rota; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from app.core import clock, i18n
from app.core.db import session
from app.core.errors import NotFound
from app.core.ids import digest
from app.domain.accounts.models import StaffMember
from app.domain.places import hours
from app.domain.places import queries as places
from app.domain.places.hours import Day
from app.domain.rota import weeks
from app.domain.rota.models import RotaChoice, Shift, ShiftSwap
from app.domain.rota.terms import ShiftKind, SwapState
from app.domain.rota.weeks import DAY, WEEK, Turn

__all__ = ["RotaChoice", "Shift", "ShiftSwap", "Turn"]
# How far ahead somebody's own list and calendar reach.
MINE_DAYS = 70
COMING_DAYS = 28
Holiday = Callable[[date], str | None]
# Built once: every page of the rota and every change of it asks these.
_SHIFTS = select(Shift).options(joinedload(Shift.staff))
_BETWEEN = _SHIFTS.where(
    Shift.first_day <= bindparam("last"), or_(Shift.last_day.is_(None), Shift.last_day >= bindparam("first"))
)
_AGREED = (
    select(ShiftSwap)
    .where(
        ShiftSwap.state == SwapState.AGREED,
        ShiftSwap.day >= bindparam("first"),
        ShiftSwap.day <= bindparam("last"),
    )
    .options(joinedload(ShiftSwap.to), joinedload(ShiftSwap.asked_by))
)


@dataclass(frozen=True)
class RotaDay:
    """One day of the rota: what visitors meet, who comes, and when nobody does though the team wants to be open."""

    day: date
    shown: Day
    turns: list[Turn]
    gaps: list[hours.Span]


@dataclass(frozen=True)
class Asked:
    """Somebody asks to be relieved of one turn. `turn` is as it stands now."""

    swap: ShiftSwap
    turn: Turn


def today() -> date:
    """The day the team's wall calendar shows."""
    return clock.today(places.team_settings().timezone)


def shift(public_id: str) -> Shift:
    found = session.execute(_SHIFTS.where(Shift.public_id == public_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("shift_not_found")
    return found


def turn(public_id: str, day: date) -> Turn:
    """That shift on that day; NotFound where it does not come."""
    found = shift(public_id)
    if not weeks.comes_on(found, day):
        raise NotFound("shift_not_found")
    return _turns([found], day, day, holidays())[0]


def turns(first: date, last: date, kind: ShiftKind | None = None, holiday: Holiday | None = None) -> list[Turn]:
    """Every shift on every day from `first` to `last`, as agreed, in order."""
    rows = session.execute(_BETWEEN, {"first": first, "last": last}).scalars()
    return _turns([row for row in rows if kind in (None, row.kind)], first, last, holiday or holidays())


def turns_of(person: StaffMember, first: date, last: date) -> list[Turn]:
    return [one for one in turns(first, last) if one.holder is not None and one.holder.id == person.id]


def week(monday: date) -> list[RotaDay]:
    """Seven days as they are planned, with what stands against them."""
    settings, weekly, exceptions = places.team_settings(), places.team_hours(), places.team_exceptions()
    holiday, language = holidays(), i18n.current().code
    found = turns(monday - DAY, monday + 6 * DAY, holiday=holiday)
    there = weeks.open_spans(found, monday, monday + 6 * DAY, holiday)
    rows = []
    for day in (monday + ahead * DAY for ahead in range(7)):
        wanted = hours.day_of(day, settings, weekly, exceptions, language)
        shown = hours.day_of(day, settings, weekly, exceptions, language, there) if settings.follows_rota else wanted
        empty = weeks.gaps(wanted.spans, there.get(day, []))
        rows.append(RotaDay(day, shown, [one for one in found if one.day == day], empty))
    return rows


def holidays() -> Holiday:
    """The public holiday the team keeps on a day."""
    country, language = places.team_settings().holidays, i18n.current().code
    return lambda day: hours.holiday_name(country, day, language)


def working_at(moment: datetime) -> list[StaffMember]:
    """Who has a shift at the desk just then."""
    return _at(moment, ShiftKind.STAFFED)


def on_call_at(moment: datetime) -> list[StaffMember]:
    """Who has put themselves on call for just then."""
    return _at(moment, ShiftKind.ON_CALL)


def shift_of(staff: StaffMember, moment: datetime) -> Turn | None:
    """What they are on at that moment: the desk before being on call."""
    mine = [one for one in _around(moment) if one.holder is not None and one.holder.id == staff.id]
    return min(mine, key=lambda one: not one.staffed, default=None)


def next_shift(staff: StaffMember) -> Turn | None:
    """Their next one that has not begun, within the weeks that lists reach."""
    zone, now = team_zone(), clock.now()
    return next((one for one in coming_of(staff) if begins(one, zone) > now), None)


def coming_of(staff: StaffMember, days: int = MINE_DAYS) -> list[Turn]:
    """Their own turns that are not over, in order."""
    zone, now, first = team_zone(), clock.now(), today() - DAY
    mine = turns_of(staff, first, first + days * DAY)
    return [one for one in mine if not one.rests and finishes(one, zone) > now]


def team_zone() -> ZoneInfo:
    return places.team_timezone()


def begins(one: Turn, zone: ZoneInfo) -> datetime:
    return hours.begins(one.day, one.shift.starts, zone)


def finishes(one: Turn, zone: ZoneInfo) -> datetime:
    return hours.finishes(one.ends.date(), one.shift.ends, zone)


def nobody_has(days: int = COMING_DAYS) -> list[Turn]:
    """Turns of the coming weeks that nobody has: never anybody's, or somebody cannot come."""
    first = today()
    return [one for one in turns(first, first + days * DAY) if one.holder is None and not one.rests]


def asks_to(person: StaffMember) -> list[Asked]:
    """What colleagues ask this person, or everybody, to take."""
    query = _asks().where(or_(ShiftSwap.to_staff_id == person.id, ShiftSwap.to_staff_id.is_(None)))
    return _asked(query.where(or_(ShiftSwap.asked_by_id.is_(None), ShiftSwap.asked_by_id != person.id)))


def count_asked(person: StaffMember) -> int:
    """How many wait for this person's own yes or no; every staff page asks."""
    query = select(ShiftSwap).where(ShiftSwap.state == SwapState.ASKED, ShiftSwap.to_staff_id == person.id)
    rows = session.execute(query.where(ShiftSwap.day >= today()).options(joinedload(ShiftSwap.shift))).scalars()
    return sum(weeks.comes_on(row.shift, row.day) for row in rows)


def asks_of(person: StaffMember) -> list[Asked]:
    """What this person has asked others to take, and nobody has yet."""
    return _asked(_asks().where(ShiftSwap.asked_by_id == person.id))


def ask_for(one: Turn) -> ShiftSwap | None:
    """What is asked of that turn now."""
    query = _asks().where(ShiftSwap.shift_id == one.shift.id, ShiftSwap.day == one.day)
    return session.execute(query.order_by(ShiftSwap.id.desc()).limit(1)).scalar_one_or_none()


def colleagues(than: StaffMember | None = None) -> Sequence[StaffMember]:
    """Who can be given a shift: everybody who is not disabled, by name."""
    query = select(StaffMember).where(StaffMember.disabled_at.is_(None)).order_by(func.lower(StaffMember.name))
    if than is not None:
        query = query.where(StaffMember.id != than.id)
    return session.execute(query).scalars().all()


def colleague(public_id: str) -> StaffMember:
    found = next((one for one in colleagues() if one.public_id == public_id), None)
    if found is None:
        raise NotFound("colleague_missing")
    return found


def choice_of(person: StaffMember) -> RotaChoice | None:
    return session.get(RotaChoice, person.id)


def over_hours(found: Iterable[Turn]) -> list[tuple[StaffMember, int, int]]:
    """Who works more in this week than they chose: (who, minutes planned, minutes chosen)."""
    planned = weeks.minutes_by_person(found)
    rows = session.execute(select(RotaChoice).where(RotaChoice.most_hours.is_not(None))).scalars()
    most = [(row.staff, planned.get(row.staff_id, 0), (row.most_hours or 0) * 60) for row in rows]
    return [row for row in most if row[1] > row[2]]


def owner_of_calendar(token: str) -> StaffMember:
    """Whose calendar this secret opens; wrong, revoked and of somebody disabled look the same."""
    row = session.execute(select(RotaChoice).where(RotaChoice.calendar_hash == digest(token))).scalar_one_or_none()
    if row is None or not row.staff.active:
        raise NotFound()
    return row.staff


def _asks() -> Select[ShiftSwap]:
    return (
        select(ShiftSwap)
        .where(ShiftSwap.state == SwapState.ASKED, ShiftSwap.day >= today())
        .options(joinedload(ShiftSwap.to), joinedload(ShiftSwap.asked_by), joinedload(ShiftSwap.shift))
        .order_by(ShiftSwap.day, ShiftSwap.id)
    )


def _asked(query: Select[ShiftSwap]) -> list[Asked]:
    rows = session.execute(query).scalars().all()
    coming, holiday = [row for row in rows if weeks.comes_on(row.shift, row.day)], holidays()
    return [Asked(row, _turns([row.shift], row.day, row.day, holiday)[0]) for row in coming]


def _turns(shifts: Sequence[Shift], first: date, last: date, holiday: Holiday) -> list[Turn]:
    agreed = _agreed(shifts, first, last)
    found = []
    for row in shifts:
        for day in weeks.days_of(row, first, last):
            swap = agreed.get((row.id, day))
            holder = swap.to if swap is not None else row.staff
            there = holder if holder is not None and holder.disabled_at is None else None
            found.append(Turn(row, day, there, swap, weeks.rests_on(row, day, holiday)))
    return sorted(found, key=lambda one: (one.begins, one.ends, one.holder.name if one.holder else "", one.shift.id))


def _agreed(shifts: Sequence[Shift], first: date, last: date) -> dict[tuple[int, date], ShiftSwap]:
    if not shifts:
        return {}
    asked = {"first": first, "last": last}
    return {(row.shift_id, row.day): row for row in session.execute(_AGREED, asked).scalars()}


def _around(moment: datetime, kind: ShiftKind | None = None) -> list[Turn]:
    """What runs at that moment, whoever has it."""
    zone = team_zone()
    day = moment.astimezone(zone).date()
    near = turns(day - timedelta(days=2), day, kind)
    return [one for one in near if not one.rests and begins(one, zone) <= moment < finishes(one, zone)]


def _at(moment: datetime, kind: ShiftKind) -> list[StaffMember]:
    people = {one.holder.id: one.holder for one in _around(moment, kind) if one.holder is not None}
    return sorted(people.values(), key=lambda person: person.name.casefold())


def first_on(shift: Shift, day: date) -> date | None:
    """The first day from `day` on that it comes."""
    return next(weeks.days_of(shift, day, day + WEEK * max(1, shift.every)), None)
