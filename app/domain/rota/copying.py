"""What comes into the rota in one go: a week copied to the next; and what came so, taken out again together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from app.core import ids
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.places import hours
from app.domain.places import queries as places
from app.domain.rota import queries, services, shapes, weeks
from app.domain.rota.models import Shift
from app.domain.rota.permissions import authorize_end, may_put
from app.domain.rota.weeks import DAY, WEEK, Turn


@dataclass
class Copied:
    """What came of it. Left out: days that are `closed`, turns of people who are `busy`, and others' being `on_call`."""

    made: list[Shift] = field(default_factory=list)
    closed: set[date] = field(default_factory=set)
    busy: int = 0
    on_call: int = 0
    batch: str = field(default_factory=ids.public_id)


def copy_week(actor: Actor, typed: str) -> Copied:
    """Everything planned for the week of that day comes once more in the next, where it does not come by itself.

    As single days, without the week's swaps; never twice, never on a closed day, and nobody else is put on call.
    """
    authorize(actor, Action.KEEP_ROTA)
    monday = weeks.monday_of(shapes.day_of(typed, "week"))
    if monday > queries.today() + shapes.FARTHEST:
        raise Invalid("shift_begins_wrong", field="week")
    if monday + 2 * WEEK <= queries.today():
        raise Conflict("shift_past", field="week")
    done = Copied()
    wanted = _wanted(_one_at_a_time(monday), queries.turns(monday + WEEK, monday + 2 * WEEK - DAY))
    there = queries.turns(monday + WEEK - DAY, monday + 2 * WEEK)
    closed = _closed(monday + WEEK)
    for turn in wanted:
        copy = _copied(turn)
        if turn.day in closed:
            done.closed.add(turn.day)
        elif not may_put(actor, turn.shift.kind, turn.holder):
            done.on_call += 1
        elif _meets(copy, there):
            done.busy += 1
        else:
            there.append(copy)
            done.made.append(_kept(copy, done.batch))
    if done.made:
        session.flush()
        services.note(actor, "rota.copied", done.made)
    return done


def take_out(actor: Actor, batch: str) -> date:
    """All that came in one go is taken out again, or nothing of it. Gives the first day of it."""
    query = select(Shift.public_id).where(Shift.batch == batch).order_by(Shift.id)
    found = [services.locked(one) for one in session.execute(query).scalars()] if batch else []
    standing = [one for one in found if one.last_day is None or one.last_day >= one.first_day]
    if not standing:
        raise Conflict("shift_moved")
    for shift in standing:
        authorize_end(actor, shift)
        if shift.first_day < queries.today():
            raise Conflict("shift_past")
        shift.last_day = shift.first_day - DAY
    session.flush()
    services.note(actor, "rota.taken_out", standing)
    return min(one.first_day for one in standing)


def _one_at_a_time(monday: date) -> list[Turn]:
    """The week's turns; whoever copies the same week waits here, and then sees what was copied."""
    rows = sorted({one.shift.id for one in queries.turns(monday, monday + WEEK - DAY)})
    session.execute(select(Shift.id).where(Shift.id.in_(rows)).order_by(Shift.id).with_for_update()).all()
    session.expire_all()
    return queries.turns(monday, monday + WEEK - DAY)


def _wanted(turns: Sequence[Turn], there: Sequence[Turn]) -> list[Turn]:
    """The turns a week on, as planned, less those that are there already (one for one) and days that are over."""
    left, today = Counter(_key(_planned(one)) for one in there), queries.today()
    found = []
    for turn in turns:
        later = Turn(turn.shift, turn.day + WEEK, _planner(turn))
        left[_key(later)] -= 1
        if left[_key(later)] < 0 and later.day >= today:
            found.append(later)
    return found


def _key(turn: Turn) -> Hashable:
    shift = turn.shift
    return turn.day, shift.kind, shift.starts, shift.ends, turn.holder.id if turn.holder else None


def _planned(turn: Turn) -> Turn:
    return Turn(turn.shift, turn.day, _planner(turn))


def _planner(turn: Turn) -> StaffMember | None:
    """Whose shift it is, whatever was agreed for that day."""
    person = turn.shift.staff
    return person if person is not None and person.disabled_at is None else None


def _closed(monday: date) -> set[date]:
    """Days of that week on which the team is closed: public holidays, and days set as closed."""
    settings, exceptions = places.team_settings(), places.team_exceptions()
    differs = {row.day: row.opens is None or row.closes is None for row in exceptions}
    days = [monday + ahead * DAY for ahead in range(7)]
    return {day for day in days if differs.get(day, bool(hours.holiday_name(settings.holidays, day)))}


def _meets(copy: Turn, there: Sequence[Turn]) -> bool:
    person = copy.holder
    if person is None:
        return False
    theirs = [one for one in there if one.holder is not None and one.holder.id == person.id and not one.rests]
    return weeks.clash([copy], theirs) is not None


def _copied(turn: Turn) -> Turn:
    one = turn.shift
    shape = Shift(kind=one.kind, first_day=turn.day, last_day=turn.day, every=0, starts=one.starts, ends=one.ends)
    return Turn(shape, turn.day, turn.holder)


def _kept(copy: Turn, batch: str) -> Shift:
    made = copy.shift
    made.staff, made.batch = copy.holder, batch
    session.add(made)
    return made
