"""How the rota changes: shifts come, change from a day on and end; what was stays. Audited; nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from app.core import ids
from app.core.db import changed, session
from app.core.errors import Conflict, Invalid, NotFound
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Actor
from app.domain.places import services as places
from app.domain.rota import days, queries, shapes, weeks
from app.domain.rota.models import RotaChoice, Shift, ShiftSwap
from app.domain.rota.permissions import authorize_end, authorize_put
from app.domain.rota.terms import SwapState
from app.domain.rota.weeks import DAY, WEEK

NOBODY = "nobody"
# Far enough for every rhythm of weeks to have met every other one in use.
CLASH_DAYS = 372
MOST_HOURS = 60


@dataclass(frozen=True)
class Changed:
    """What a change left behind, enough to take it back: the new shift, the old one, and its last day before."""

    new: Shift
    old: Shift
    last_day: date | None
    dropped: int = 0


def add(actor: Actor, given: Mapping[str, str], people: Sequence[str]) -> list[Shift]:
    """One shift for each of these people ("nobody": open, whoever wants it). All of them, or none."""
    shape = shapes.read(given, queries.today())
    who = [None if one == NOBODY else queries.colleague(one) for one in dict.fromkeys(people)]
    if not who:
        raise Invalid("shift_people_missing", field="people")
    made, batch = [], ids.public_id()
    for person in who:
        authorize_put(actor, shape.kind, person)
        made.append(_put(shape.made(), person, batch))
    note(actor, "rota.added", made)
    return made


def change(actor: Actor, public_id: str, given: Mapping[str, str], person_id: str) -> Changed:
    """From a day on it is otherwise: the old one ends the day before, a new one begins. Swaps that still fit come along."""
    old = locked(public_id)
    shape = shapes.read({**given, "kind": old.kind}, queries.today())
    person = None if person_id == NOBODY else queries.colleague(person_id)
    authorize_end(actor, old)
    authorize_put(actor, old.kind, person)
    before = old.last_day
    old.last_day = _cut(old, shape.first_day)
    new = _put(shape.made(), person)
    dropped = _move_swaps(old, new, shape.first_day)
    note(actor, "rota.changed", [old, new])
    return Changed(new, old, before, dropped)


def take_back_change(actor: Actor, new_id: str, old_id: str, last_day: str) -> None:
    """As if it had not been changed: the new one is gone, the old one comes as before."""
    new, old = locked(new_id), locked(old_id)
    authorize_end(actor, new)
    authorize_end(actor, old)
    runs_on = _runs(old) and (weeks.single(old) or old.last_day is None or old.last_day >= new.first_day)
    if runs_on or not _runs(new) or new.first_day < queries.today():
        raise Conflict("shift_moved")
    new.last_day, old.last_day = new.first_day - DAY, _until(old, last_day)
    session.flush()
    _move_swaps(new, old, new.first_day)
    _refuse_clash(old, old.staff)
    note(actor, "rota.change_taken_back", [old, new])


def end(actor: Actor, public_id: str, last_day: str) -> date | None:
    """Comes for the last time on that day, or until further notice when empty. Gives what was its last day before.

    A day before it begins: it is taken out altogether. What has been stays as it was.
    """
    found = locked(public_id)
    authorize_end(actor, found)
    before, until = found.last_day, _until(found, last_day)
    yesterday = queries.today() - DAY
    if (before is not None and before < yesterday) or (until is not None and until < yesterday):
        raise Conflict("shift_past", field="last_day")
    found.last_day = until
    session.flush()
    if before is not None and (until is None or until > before):
        _refuse_clash(found, found.staff)
    note(actor, "rota.ended", [found])
    return before


def choose_hours(actor: StaffMember, typed: str) -> None:
    """Most hours a week they want to work; empty takes it back. Planning more is mentioned, never refused."""
    typed = typed.strip()
    if typed and not (typed.isascii() and typed.isdecimal() and int(typed) <= MOST_HOURS):
        raise Invalid("count_wrong", field="most_hours", most=MOST_HOURS)
    _choice(actor).most_hours = int(typed) if typed else None


def new_calendar(actor: StaffMember) -> str:
    """A fresh secret for their calendar file; the one before opens nothing any more."""
    token = ids.new_token()
    _choice(actor).calendar_hash = ids.digest(token)
    return token


def end_calendar(actor: StaffMember) -> None:
    _choice(actor).calendar_hash = None


def change_settings(actor: Actor, timezone: str, country: str) -> None:
    """The team's clock and holidays, and what the rota makes of them."""
    places.change_settings(actor, timezone, country)
    days.refresh()


def follow(actor: Actor, follows: bool) -> None:
    """Whether visitors are shown what the rota says, or the weekly hours."""
    days.refresh()
    places.follow_rota(actor, follows)


def locked(public_id: str) -> Shift:
    """The shift, with nobody else at it until the unit of work ends."""
    query = select(Shift).where(Shift.public_id == public_id).with_for_update()
    found = session.execute(query.execution_options(populate_existing=True)).scalar_one_or_none()
    if found is None:
        raise NotFound("shift_not_found")
    return found


def refuse_twice(person: StaffMember, wanted: Sequence[weeks.Turn]) -> None:
    """Conflict("shift_twice") where one of these turns meets another one of that person."""
    coming = [one for one in wanted if not one.rests]
    if not coming:
        return
    mine = queries.turns_of(person, coming[0].day - DAY, coming[-1].day + DAY)
    keys = {(one.shift.id, one.day) for one in coming}
    others = [one for one in mine if (one.shift.id, one.day) not in keys and not one.rests]
    found = weeks.clash(coming, others)
    if found is not None:
        raise Conflict("shift_twice", name=person.name, day=found[0].day, field="people")


def _put(shift: Shift, person: StaffMember | None, batch: str | None = None) -> Shift:
    """Into the rota; Conflict("shift_twice") where that person is on another shift then. `batch`: what came in one go."""
    shift.staff, shift.batch = person, batch
    session.add(shift)
    session.flush()
    _refuse_clash(shift, person)
    return shift


def _refuse_clash(shift: Shift, person: StaffMember | None) -> None:
    if person is None:
        return
    first = max(shift.first_day, queries.today())
    coming = [weeks.Turn(shift, day, person) for day in weeks.days_of(shift, first, first + CLASH_DAYS * DAY)]
    refuse_twice(person, [one for one in coming if one.ends - one.begins <= WEEK])


def _move_swaps(old: Shift, new: Shift, first: date) -> int:
    """What was agreed or asked for days from `first` on goes along where the new shift comes that day. Returns what did not."""
    dropped = 0
    rows = session.execute(select(ShiftSwap).where(ShiftSwap.shift_id == old.id, ShiftSwap.day >= first)).scalars()
    for row in rows:
        if weeks.comes_on(new, row.day):
            row.shift_id = new.id
        elif row.state in (SwapState.ASKED, SwapState.AGREED):
            dropped += 1
    session.flush()
    over = [old.id, new.id] if old.staff_id != new.staff_id else [old.id]
    asked = (ShiftSwap.shift_id.in_(over), ShiftSwap.day >= first, ShiftSwap.state == SwapState.ASKED)
    changed(update(ShiftSwap).where(*asked).values(state=SwapState.WITHDRAWN))
    return dropped


def _cut(old: Shift, first: date) -> date:
    """The last day of what is changed from `first` on. A single day that has not been gives way whole."""
    if weeks.single(old):
        over = not _runs(old) or old.first_day < queries.today()
    else:
        over = old.last_day is not None and old.last_day < max(first, old.first_day)
    if over:
        raise Conflict("shift_ended", field="first_day")
    return old.first_day - DAY if weeks.single(old) else max(first, old.first_day) - DAY


def _until(shift: Shift, typed: str) -> date | None:
    if not typed.strip():
        return None
    day = shapes.day_of(typed, "last_day")
    return max(day, shift.first_day - DAY)


def _runs(shift: Shift) -> bool:
    return shift.last_day is None or shift.last_day >= shift.first_day


def _choice(person: StaffMember) -> RotaChoice:
    found = session.get(RotaChoice, person.id)
    if found is None:
        found = RotaChoice(staff_id=person.id)
        session.add(found)
    return found


def note(actor: Actor, action: str, shifts: Sequence[Shift]) -> None:
    """Audited, and told to visitors."""
    for shift in shifts:
        audit.write(actor, action, f"shift:{shift.public_id}")
    days.refresh()
