"""A coordinator changes the hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock, counter
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.permissions import Operator
from app.domain.places import queries, services
from tests.staff_house import person

pytestmark = pytest.mark.usefixtures("database")
BY = Operator()


def test_it_works() -> None:
    before = counter.value(counter.CONTENT)
    with unit_of_work():
        services.change_settings(BY, "Europe/Stockholm", "SE")
        services.add_span(BY, [str(day) for day in range(7)], "00:00", "00:00")
    assert queries.team_state(clock.now()).open or queries.coming_days()[0].holiday
    assert len(queries.team_hours()) == 7
    assert counter.value(counter.CONTENT) > before and audit.verify().rows == 2


def test_overlapping_hours_are_refused_and_touching_ones_are_not() -> None:
    with unit_of_work():
        services.add_span(BY, ["0"], "08:00", "12:00")
    with pytest.raises(Conflict, match="hours_overlap"), unit_of_work():
        services.add_span(BY, ["1", "0"], "11:59", "13:00")
    with unit_of_work():
        services.add_span(BY, ["0"], "12:00", "13:00")
        services.remove_span(BY, "0", "08:00", "12:00")
    assert [(row.day, row.opens.hour) for row in queries.team_hours()] == [(0, 12)]


@pytest.mark.parametrize(
    ("days", "opens", "closes", "code"),
    [
        ([], "08:00", "12:00", "day_missing"),
        (["7", "x"], "08:00", "12:00", "day_missing"),
        (["0"], "12:00", "08:00", "hours_wrong"),
        (["0"], "", "08:00", "time_wrong"),
        (["0"], "08:00", "25:00", "time_wrong"),
    ],
)
def test_hours_that_cannot_be(days: list[str], opens: str, closes: str, code: str) -> None:
    with pytest.raises(Invalid, match=code), unit_of_work():
        services.add_span(BY, days, opens, closes)


def test_a_day_said_twice_is_the_last_one_said() -> None:
    day = (clock.today() + timedelta(days=3)).isoformat()
    with unit_of_work():
        services.set_exception(BY, day, "10:00", "12:00", "")
    with unit_of_work():
        services.set_exception(BY, day, "", "", "Closed after all")
    (row,) = queries.team_exceptions()
    assert row.opens is None and row.note == "Closed after all"
    with unit_of_work():
        services.remove_exception(BY, day)
    assert not queries.team_exceptions()


def test_only_a_coordinator_changes_hours() -> None:
    karin = person()
    with pytest.raises(Forbidden), unit_of_work():
        services.add_span(karin, ["0"], "08:00", "12:00")


@pytest.mark.parametrize(("timezone", "country"), [("Mars/Olympus", "SE"), ("Europe/Stockholm", "XX")])
def test_a_clock_nobody_has(timezone: str, country: str) -> None:
    with pytest.raises(Invalid, match="value_wrong"), unit_of_work():
        services.change_settings(BY, timezone, country)
