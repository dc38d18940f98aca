"""What the rota's pages call things, and how its tables are laid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_interval
from flask import request

from app.core.errors import DomainError
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.domain.accounts.queries import StaffMember
from app.domain.rota import shapes
from app.domain.rota.queries import RotaDay, Shift, Turn
from app.domain.rota.terms import ShiftKind
from app.domain.rota.weeks import DAY
from app.web.filters import cldr, listed, say_date
from app.web.sentences import sentence
from app.web.staff.words import short_day
from app.web.whole import whole

DONE: dict[str, Callable[[], str]] = {
    "shift-added": lambda: _("The shift is in the rota."),
    "shift-changed": lambda: _("The shift is changed. What was before that day stays as it was."),
    "shift-dropped": lambda: _("The shift is changed. Some agreed swaps no longer fit and have ended."),
    "shift-ended": lambda: _("The end of the shift is changed."),
    "shift-back": lambda: _("The shift is as it was before."),
    "swap-asked": lambda: _("You have asked. Until somebody accepts, the shift stays yours."),
    "swap-accepted": lambda: _("The shift is yours on that day."),
    "swap-refused": lambda: _("You have said no. The shift stays with whoever asked."),
    "swap-withdrawn": lambda: _("You no longer ask. The shift stays yours."),
    "cannot-come": lambda: _("The day is free for others, and the coordinators see it."),
    "shift-taken": lambda: _("The shift is yours on that day."),
    "shift-given": lambda: _("The day is changed in the rota."),
    "shift-taken-back": lambda: _("It is taken back."),
    "week-copied": lambda: _copied(),
    "most-hours": lambda: _("Your hours are saved."),
    "calendar-ended": lambda: _("The calendar link no longer works."),
}
UNDO = ("undo", "shift", "last", "swap", "new", "old", "batch")


@dataclass(frozen=True)
class Row:
    """One person's week: their turns, day by day. Nobody's row is the one without a person."""

    person: StaffMember | None
    days: list[list[Turn]]


def said() -> dict[str, Any]:
    """What was just done and how to undo it, from the address of this page."""
    words = DONE.get(request.args.get("said", ""))
    undo = {name: request.args.get(name, "") for name in UNDO} if words else {}
    return {"said": words() if words else "", "undo": undo}


def _copied() -> str:
    """What came of copying a week, and what was left out, from the address of this page."""
    made, busy, calls = (whole(request.args.get(name, "")) for name in ("made", "busy", "calls"))
    closed = [short_day(day) for day in map(_day, request.args.getlist("closed")[:7]) if day]
    told = [
        ngettext("%(count)s shift is copied to this week.", "%(count)s shifts are copied to this week.", made)
        if made
        else _("No shift was copied. What could be copied is in this week already."),
        _("Nothing was copied to closed days: %(days)s.", days=listed(closed)) if closed else "",
        ngettext(
            "%(count)s shift was left out, because whoever has it is on another one then.",
            "%(count)s shifts were left out, because whoever has them is on another one then.",
            busy,
        )
        if busy
        else "",
        _("On call is left out: people put themselves on call.") if calls else "",
    ]
    return " ".join(filter(None, told))


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def problem(error: DomainError) -> str:
    """The refusal, with its day as people write it."""
    if isinstance(error.data.get("day"), date):
        error.data["day"] = say_date(error.data["day"])  # type: ignore[arg-type]
    return sentence(error)


def kind(name: str) -> str:
    return _("On call") if name == ShiftKind.ON_CALL else _("At the desk")


def kinds() -> list[tuple[str, str, str]]:
    return [
        (ShiftKind.STAFFED, _("At the desk"), _("The team is open while somebody is at the desk.")),
        (ShiftKind.ON_CALL, _("On call"), _("From home, of one’s own will. Nobody is put on call by others.")),
    ]


def every(count: int) -> str:
    if count == 0:
        return _("Only this day")
    return _("Every week") if count == 1 else ngettext("Every %(count)s week", "Every %(count)s weeks", count)


def rhythms() -> list[tuple[str, str]]:
    return [(shapes.ONCE, every(0)), *((str(count), every(count)) for count in shapes.EVERY)]


def week_title(monday: date) -> str:
    return str(format_interval(monday, monday + 6 * DAY, skeleton="yMMMd", locale=cldr()))


def rows(days: Sequence[RotaDay]) -> list[Row]:
    """The week by person: what nobody has first, then everybody by name."""
    people = {one.holder.public_id: one.holder for day in days for one in day.turns if one.holder}
    order = sorted(people.values(), key=lambda person: person.name.casefold())
    found = [Row(person, [_of(day, person) for day in days]) for person in order]
    nobody = Row(None, [_of(day, None) for day in days])
    return [nobody, *found] if any(nobody.days) else found


def _of(day: RotaDay, person: StaffMember | None) -> list[Turn]:
    wanted = person.public_id if person else None
    return [one for one in day.turns if (one.holder.public_id if one.holder else None) == wanted]


def given_of(shift: Shift, first_day: date) -> dict[str, str]:
    """The form of a shift that there is, from that day on."""
    return {
        "kind": shift.kind,
        "first_day": first_day.isoformat(),
        "last_day": shift.last_day.isoformat() if shift.last_day and shift.every else "",
        "repeat": str(shift.every) if shift.every else shapes.ONCE,
        "starts": f"{shift.starts:%H:%M}",
        "ends": f"{shift.ends:%H:%M}",
    }


def field_of(error: DomainError, fields: Mapping[str, object]) -> str:
    """Where in the form the refusal belongs."""
    named = str(error.data.get("field", ""))
    return named if named in fields else "people"
