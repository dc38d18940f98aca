"""200 generated weeks, with holidays, clock changes and swaps: visitors read what a slow, independent computation says.

The slow one keeps a list of plain facts of its own, goes through the weeks minute by minute and knows nothing of the
rota's code. A failed run prints its seed; `ROTA_SEED=… pytest …` repeats it.
"""

from __future__ import annotations

import os
import random
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from sqlalchemy import delete

from app.core import clock
from app.core.db import session
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.places import hours, queries
from app.domain.places import services as places
from app.domain.places.models import TeamException, TeamHours
from app.domain.rota import services, swaps
from app.domain.rota.models import Shift
from tests.domain.rota.house import BY, colleague
from tests.domain.rota.slow import DAYS, EACH, MINUTE, ONE_DAY, Fact, World, slow

SEED = int(os.environ.get("ROTA_SEED", "2026"))
TEAMS = 200 // EACH
PLACES = (("Europe/Copenhagen", "DK"), ("Europe/Stockholm", "SE"), ("Europe/Helsinki", "FI"), ("America/Nuuk", ""))
# The hours in which clocks jump, midnight, quarters, and any minute.
TIMES = ("00:00", "01:00", "01:30", "02:00", "02:15", "02:30", "03:00", "03:30", "08:00", "12:45", "16:00", "22:00")


def some_monday(dice: random.Random, country: str) -> date:
    """Mostly a week in which the clock changes or a holiday falls."""
    year = dice.randint(2026, 2034)
    kind = dice.random()
    if kind < 0.4:
        day = date(year, dice.choice((3, 10)), 31)
        day -= timedelta(days=(day.weekday() + 1) % 7)  # its last Sunday
    elif kind < 0.75 and country:
        day = dice.choice(sorted(holidays.country_holidays(country, years=year)))
    else:
        day = date(year, 1, 1) + timedelta(days=dice.randrange(365))
    return day - timedelta(days=day.weekday() + 7 * dice.randrange(EACH))


def generate(dice: random.Random, people: list[StaffMember], moment_of: dict[str, datetime]) -> World:
    """A team's agreements, through the rota's own verbs and written down beside them."""
    zone, country = dice.choice(PLACES)
    monday = some_monday(dice, country)
    moment_of["now"] = datetime.combine(monday - 15 * ONE_DAY, time(9), UTC)
    world = World(zone, country, monday, {}, {})
    with unit_of_work():
        for table in (Shift, TeamException, TeamHours):
            session.execute(delete(table))
        services.change_settings(BY, zone, country)
        places.follow_rota(BY, True)
        for _ in range(dice.randint(3, 8)):
            with refused():
                _shift(dice, world, people)
        for _ in range(dice.randint(0, 12)):
            with refused():
                dice.choice((_give, _swap, _away, _change, _end, _exception))(dice, world, people)
    moment_of["now"] = datetime.combine(monday, time(dice.randrange(24)), UTC)
    return world


@contextmanager
def refused() -> Iterator[None]:
    """A verb may say no (twice at once, nothing to change): then nothing of it stays."""
    with suppress(DomainError), session.begin_nested():
        yield


def _shift(dice: random.Random, world: World, people: list[StaffMember]) -> None:
    first = world.monday - timedelta(days=dice.randint(-6, 14))
    weeks = dice.choice((0, 1, 1, 1, 2, 3))
    who = dice.choice([*people, None])
    desk = dice.random() < 0.9
    starts, ends = dice.choice(TIMES), dice.choice(TIMES)
    last = first + timedelta(days=dice.randint(0, 40)) if weeks and dice.random() < 0.4 else None
    more = {"last_day": last.isoformat() if last else "", "kind": "staffed" if desk else "on_call"}
    given = {"first_day": first.isoformat(), "repeat": str(weeks) if weeks else "once", "starts": starts, "ends": ends}
    by = who if who and not desk else BY
    (made,) = services.add(by, {**given, **more}, [who.public_id if who else services.NOBODY])
    name = who.public_id if who else None
    world.facts[made.public_id] = Fact(
        first, last if weeks else first, weeks, time.fromisoformat(starts), time.fromisoformat(ends), name, desk
    )


def _some_day(dice: random.Random, world: World) -> tuple[str, Fact, date]:
    rows = [
        (name, fact, day)
        for name, fact in world.facts.items()
        for day in (world.monday + ahead * ONE_DAY for ahead in range(-1, DAYS + 1))
        if fact.comes(day)
    ]
    if not rows:
        raise DomainError("nothing to change")
    return dice.choice(rows)


def _give(dice: random.Random, world: World, people: list[StaffMember]) -> None:
    name, fact, day = _some_day(dice, world)
    to = dice.choice([*people, None])
    swaps.give(BY, name, day.isoformat(), to.public_id if to else "")
    fact.days[day] = to.public_id if to else None


def _swap(dice: random.Random, world: World, people: list[StaffMember]) -> None:
    name, fact, day = _some_day(dice, world)
    holder = next((one for one in people if one.public_id == fact.has(day)), people[0])
    other = dice.choice(people)
    row = swaps.ask(holder, name, day.isoformat(), dice.choice(("", other.public_id)), "").public_id
    if dice.random() < 0.3:
        swaps.refuse(other, row)
        return
    swaps.accept(other, row)
    fact.days[day] = other.public_id


def _away(dice: random.Random, world: World, people: list[StaffMember]) -> None:
    name, fact, day = _some_day(dice, world)
    holder = next((one for one in people if one.public_id == fact.has(day)), people[0])
    row = swaps.cannot_come(holder, name, day.isoformat(), "").public_id
    if dice.random() < 0.3:  # they can come after all, and all is as it was
        swaps.take_back(holder, row)
    else:
        fact.days[day] = None


def _change(dice: random.Random, world: World, people: list[StaffMember]) -> None:
    name, fact, day = _some_day(dice, world)
    starts, ends, who = dice.choice(TIMES), dice.choice(TIMES), dice.choice([*people, None])
    given = {"first_day": day.isoformat(), "repeat": "1", "starts": starts, "ends": ends}
    done = services.change(BY, name, given, who.public_id if who else services.NOBODY)
    new = done.new.public_id
    kept = {when: to for when, to in fact.days.items() if when >= day and (when - day).days % 7 == 0}
    fact.days = {when: to for when, to in fact.days.items() if when < day}
    fact.last = day - ONE_DAY
    name_of = who.public_id if who else None
    world.facts[new] = Fact(
        day, None, 1, time.fromisoformat(starts), time.fromisoformat(ends), name_of, fact.desk, kept
    )


def _end(dice: random.Random, world: World, _people: list[StaffMember]) -> None:
    name, fact, day = _some_day(dice, world)
    if fact.weeks == 0:
        return
    services.end(BY, name, day.isoformat())
    fact.last = day


def _exception(dice: random.Random, world: World, _people: list[StaffMember]) -> None:
    day = world.monday + timedelta(days=dice.randrange(DAYS))
    times = dice.choice((None, ("09:00", "12:00"), ("02:15", "00:00"), ("01:00", "02:30")))
    places.set_exception(BY, day.isoformat(), *(times or ("", "")), "")
    world.exceptions[day] = (time.fromisoformat(times[0]), time.fromisoformat(times[1])) if times else None


@pytest.fixture
def moment_of(sqlite_database: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, datetime]]:
    """The clock of the house, to be set."""
    found = {"now": datetime(2026, 1, 1, tzinfo=UTC)}
    monkeypatch.setattr(clock, "now", lambda: found["now"])
    yield found


@pytest.mark.timeout(400)
def test_it_works(moment_of: dict[str, datetime]) -> None:
    dice = random.Random(SEED)
    people = [colleague(f"Kollega {number}") for number in range(4)]
    kinds: dict[str, int] = defaultdict(int)
    for number in range(TEAMS):
        world = generate(dice, people, moment_of)
        minutes, is_open = _weeks(world)
        told = queries.team_intervals(world.monday)
        assert _minutes_of(told, minutes) == is_open, f"team {number} of seed {SEED}: {world}"
        _one_moment(dice, minutes, is_open)
        _count(kinds, world, is_open)
    print(dict(kinds))
    assert all(
        kinds[name] for name in ("clock changes", "holiday", "swapped", "exception", "over midnight", "a day closed")
    )


def _minutes_of(told: tuple[hours.Interval, ...], minutes: list[datetime]) -> list[bool]:
    """What visitors are told, for each of these minutes."""
    there = [False] * len(minutes)
    for opens, closes in told:
        begin, end = (min(max(0, round((at - minutes[0]) / MINUTE)), len(minutes)) for at in (opens, closes))
        there[begin:end] = [True] * max(0, end - begin)
    return there


def _weeks(world: World) -> tuple[list[datetime], list[bool]]:
    """Every minute of these weeks by the team's calendar, and the slow answer; the days around it are looked at too."""
    begin = datetime.combine(world.monday - 2 * ONE_DAY, time(0), UTC)
    minutes = [begin + place * MINUTE for place in range((DAYS + 4) * 24 * 60)]
    is_open = slow(world, minutes)
    zone = ZoneInfo(world.zone)
    first = hours.begins(world.monday, time(0), zone)
    last = hours.begins(world.monday + DAYS * ONE_DAY, time(0), zone)
    start, end = (int((moment - begin) / MINUTE) for moment in (first, last))
    return minutes[start:end], is_open[start:end]


def _one_moment(dice: random.Random, minutes: list[datetime], is_open: list[bool]) -> None:
    """The words on the front page: open now, and when that ends or begins."""
    place = dice.randrange(len(minutes))
    state = queries.team_state(minutes[place])
    assert state.open is is_open[place]
    other = next((row for row in range(place, len(minutes)) if is_open[row] is not is_open[place]), None)
    if other is not None:
        assert (state.closes_at if state.open else state.opens_at) == minutes[other]


def _count(kinds: dict[str, int], world: World, is_open: list[bool]) -> None:
    zone, week = ZoneInfo(world.zone), [world.monday + ahead * ONE_DAY for ahead in range(DAYS)]
    offsets = {datetime.combine(day, time(12), zone).utcoffset() for day in week}
    feasts = holidays.country_holidays(world.country) if world.country else {}
    kinds["clock changes"] += len(offsets) > 1
    kinds["holiday"] += any(day in feasts for day in week)
    kinds["swapped"] += any(fact.days for fact in world.facts.values())
    kinds["exception"] += bool(world.exceptions)
    kinds["over midnight"] += any(fact.ends <= fact.starts for fact in world.facts.values())
    kinds["a day closed"] += any(not any(is_open[at : at + 1440]) for at in range(0, len(is_open), 1440))
