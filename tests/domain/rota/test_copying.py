"""A week comes once more in the next, never twice and never on a closed day; what came in one go goes in one go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from app.core.db import session
from app.core.errors import Conflict, DomainError, Forbidden
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.terms import Role
from app.domain.places import services as hours
from app.domain.rota import copying, queries, services, swaps
from app.domain.rota.copying import Copied
from tests.domain.rota.house import BY, MONDAY, at, colleague, day, shift, team


@pytest.fixture(autouse=True)
def monday(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-30T06:00")
    team()


def copy(ahead: int = 0) -> Copied:
    with unit_of_work():
        return copying.copy_week(BY, day(ahead).isoformat())


def week(ahead: int) -> list[str]:
    """Who comes when, day by day, of the week that begins so many days from Monday."""
    found = queries.turns(day(ahead), day(ahead + 6))
    return [f"{one.day:%a} {one.shift.starts:%H} {one.holder.name if one.holder else '-'}" for one in found]


def test_it_works() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    shift(karin)
    shift(per, first=day(1), repeat="2")
    shift(None, first=day(2), hours="18:00-22:00", repeat="once")
    shift(None, first=day(2), hours="18:00-22:00", repeat="once")
    done = copy()
    assert (len(done.made), done.closed, done.busy, done.on_call) == (3, set(), 0, 0)
    assert week(7) == ["Mon 08 Karin", "Tue 08 Per", "Wed 18 -", "Wed 18 -"] and week(14) == [
        "Mon 08 Karin",
        "Tue 08 Per",
    ]
    assert not copy().made, "once more makes nothing twice"
    with unit_of_work():
        assert copying.take_out(BY, done.batch) == day(8)
    assert week(7) == ["Mon 08 Karin"] and len(copy().made) == 3
    assert audit.verify().broken is None


def test_four_who_press_at_once_make_nothing_twice() -> None:
    karin = colleague("Karin")
    for ahead in range(3):
        shift(karin, first=day(ahead), repeat="once")
        shift(None, first=day(ahead), hours="18:00-20:00", repeat="once")
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(_pressed, range(4)))
    session.rollback()  # what this thread read before is an older picture
    assert sorted(made) == [0, 0, 0, 6] and len(week(7)) == 6


def _pressed(_place: int) -> int:
    try:
        return len(copy().made)
    finally:
        session.remove()


def test_closed_days_people_elsewhere_and_others_on_call_are_left_out() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    for ahead in range(3):
        shift(karin, first=day(ahead), repeat="once")
    shift(per, hours="20:00-06:00", repeat="once", kind="on_call")
    shift(karin, first=day(8), hours="15:00-18:00", repeat="once")
    with unit_of_work():
        hours.set_exception(BY, day(9).isoformat(), "", "", "")
    done = copy()
    assert (len(done.made), done.closed, done.busy, done.on_call) == (1, {day(9)}, 1, 1)
    assert week(7) == ["Mon 08 Karin", "Tue 15 Karin"]


def test_what_was_agreed_for_a_day_does_not_come_along() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    one, two = shift(karin, repeat="once"), shift(karin, first=day(1))
    for made, to, on in ((one, per.public_id, day(0)), (two, "", day(1)), (two, per.public_id, day(8))):
        with unit_of_work():
            swaps.give(BY, made.public_id, on.isoformat(), to)
    assert len(copy().made) == 1 and week(7) == ["Mon 08 Karin", "Tue 08 Per"]


def test_only_a_coordinator_and_only_what_is_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    karin = colleague("Karin")
    shift(karin, repeat="once")
    shift(karin, first=day(3), repeat="once")
    with pytest.raises(Forbidden), unit_of_work():
        copying.copy_week(karin, MONDAY.isoformat())
    for wrong in ("9999-12-31", "0001-01-01", "soon"):
        with pytest.raises(DomainError), unit_of_work():
            copying.copy_week(BY, wrong)
    at(monkeypatch, "2026-12-09T06:00")
    done = copy()
    assert week(7) == ["Thu 08 Karin"], "days that are over stay as they were"
    at(monkeypatch, "2026-12-11T06:00")
    with pytest.raises(Conflict), unit_of_work():
        copying.take_out(BY, done.batch)
    with pytest.raises(Conflict), unit_of_work():
        copying.copy_week(BY, day(-14).isoformat())


def test_several_who_came_at_once_go_at_once() -> None:
    eva, karin, per = colleague("Eva", Role.COORDINATOR), colleague("Karin"), colleague("Per")
    given = {"kind": "staffed", "first_day": day(1).isoformat(), "repeat": "1", "starts": "08:00", "ends": "16:00"}
    with unit_of_work():
        made = services.add(eva, given, [karin.public_id, per.public_id, services.NOBODY])
        batch = made[0].batch or ""
        services.end(eva, made[0].public_id, day(8).isoformat())
    with pytest.raises(Forbidden), unit_of_work():
        copying.take_out(karin, batch)
    session.rollback()
    with unit_of_work():
        copying.take_out(eva, batch)
    assert not week(0) and not week(7)
    for gone in (batch, "", "nothing"):
        with pytest.raises(Conflict), unit_of_work():
            copying.take_out(eva, gone)
    assert not queries.working_at(datetime(2026, 12, 1, 9, tzinfo=UTC))
