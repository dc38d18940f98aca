"""The rota told to visitors: for each coming day the times somebody works, kept where the team's hours are read."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.places import queries as places
from app.domain.places.models import TeamDay
from app.domain.rota import queries, weeks
from app.domain.rota.terms import ShiftKind
from app.domain.rota.weeks import DAY

# Further than `places.hours` looks ahead, with ten days to spare for a server that stood still.
HORIZON = 70
Spans = dict[date, list[list[str]]]


def refresh() -> int:
    """Writes down what changed, inside the open unit of work; public pages are made anew. Returns how many days."""
    session.flush()
    wanted = planned()
    have = {row.day: row for row in session.execute(select(TeamDay)).scalars()}
    differ = {day for day in wanted.keys() | have.keys() if day not in have or wanted.get(day) != have[day].spans}
    for day in sorted(differ):
        if day not in wanted:
            session.delete(have[day])
        elif day in have:
            have[day].spans = wanted[day]
        else:
            session.add(TeamDay(day=day, spans=wanted[day]))
    if differ and places.team_settings().follows_rota:
        counter.bump(counter.CONTENT)
    return len(differ)


def keep() -> int:
    """The job: keeps the horizon as days pass, holidays move and colleagues leave. Nothing is locked to look."""
    have = {row.day: row.spans for row in session.execute(select(TeamDay)).scalars()}
    if have == planned():
        return 0
    with unit_of_work():
        return refresh()


def planned() -> Spans:
    """Every day of the horizon; an empty list is a closed day. None at all where nobody ever planned anything."""
    first, holiday = queries.today() - 2 * DAY, queries.holidays()
    last = first + (HORIZON + 2) * DAY
    turns = queries.turns(first - DAY, last, ShiftKind.STAFFED, holiday)
    if not turns:
        return {}
    spans = weeks.open_spans(turns, first, last, holiday)
    days = (first + ahead * DAY for ahead in range((last - first).days + 1))
    return {day: [[_clock(opens), _clock(closes)] for opens, closes in spans.get(day, [])] for day in days}


def _clock(at: object) -> str:
    return f"{at:%H:%M}"
