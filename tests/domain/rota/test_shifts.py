"""Shifts come every so many weeks, change from a day on and end; what was stays as it was."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from app.core import clock, counter
from app.core.errors import Conflict, DomainError, Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.terms import Role
from app.domain.chat import queue
from app.domain.places import queries as places
from app.domain.places import services as hours
from app.domain.rota import days, queries, services, weeks
from tests.domain.rota.house import BY, MONDAY, at, colleague, day, shift, team


@pytest.fixture(autouse=True)
def monday(sqlite_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-30T06:00")
    team()


def shown(ahead: int = 0) -> list[str]:
    """What visitors read for that day."""
    found = places.coming_days()[ahead]
    return [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in found.spans]


def test_it_works() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    before = counter.value(counter.CONTENT)
    shift(karin)
    shift(per, hours="12:00-20:00", repeat="2")
    shift(None, hours="20:00-22:00")
    assert [shown(0), shown(1), shown(7)] == [["08:00-20:00"], [], ["08:00-16:00"]]
    assert counter.value(counter.CONTENT) > before and audit.verify().broken is None
    noon = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)
    assert [one.name for one in queries.working_at(noon)] == ["Karin", "Per"]
    assert not queries.on_call_at(noon)
    turn = queries.shift_of(karin, noon)
    assert turn is not None and turn.day == MONDAY and turn.minutes == 480
    following = queries.next_shift(karin)
    assert following is not None and following.day == MONDAY
    assert [one.day for one in queries.nobody_has()][:2] == [MONDAY, day(7)]


def test_over_midnight_is_split_where_the_day_ends() -> None:
    shift(colleague("Natt"), hours="22:00-02:00", repeat="once")
    shift(colleague("Dygn"), first=day(2), hours="08:00-08:00", repeat="once")
    assert [shown(ahead) for ahead in range(4)] == [["22:00-00:00"], ["00:00-02:00"], ["08:00-00:00"], ["00:00-08:00"]]
    assert queries.working_at(datetime(2026, 12, 1, 0, 59, tzinfo=UTC))
    assert not queries.working_at(datetime(2026, 12, 1, 1, 0, tzinfo=UTC))


def test_a_holiday_is_closed_unless_somebody_was_put_on_that_very_day(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-12-21T06:00")
    week = day(21)  # Monday the 21st; Friday is Christmas Day
    anna, bo, call = colleague("Anna"), colleague("Bo"), colleague("Call")
    for ahead in range(5):
        shift(anna, first=week + timedelta(days=ahead), hours="18:00-02:00")
        shift(call, first=week + timedelta(days=ahead), hours="08:00-18:00", kind="on_call")
    assert [shown(3), shown(4), shown(5)] == [["00:00-02:00", "18:00-00:00"], [], []]
    shift(bo, first=week + timedelta(days=4), hours="10:00-12:00", repeat="once")
    assert shown(4) == ["10:00-12:00"]
    christmas = datetime(2026, 12, 25, 18, tzinfo=UTC)
    assert not queries.working_at(christmas)
    assert [one.name for one in queries.on_call_at(christmas - timedelta(hours=6))] == ["Call"]
    with unit_of_work():
        hours.set_exception(BY, (week + timedelta(days=4)).isoformat(), "09:00", "10:00", "Short")
    assert shown(4) == ["09:00-10:00"]


def test_hours_are_weekly_until_the_team_follows_the_rota() -> None:
    with unit_of_work():
        services.follow(BY, False)
        hours.add_span(BY, ["0"], "10:00", "11:00")
    shift(colleague("Karin"))
    assert shown() == ["10:00-11:00"]
    assert queries.week(MONDAY)[0].gaps == []
    with unit_of_work():
        services.follow(BY, True)
    assert shown() == ["08:00-16:00"]
    noon = datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert places.team_state(noon).open and queue.hours_at(noon).open
    assert queue.hours_at(noon).closes_at == datetime(2026, 11, 30, 15, tzinfo=UTC)


def test_gaps_are_hours_wanted_that_nobody_covers() -> None:
    with unit_of_work():
        hours.add_span(BY, ["0"], "07:00", "18:00")
    shift(colleague("Karin"))
    assert queries.week(MONDAY)[0].gaps == [(time(7), time(8)), (time(16), time(18))]


def test_a_change_from_a_day_on_keeps_what_was_and_can_be_taken_back() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    old = shift(karin)
    given = {"first_day": day(7).isoformat(), "repeat": "1", "starts": "10:00", "ends": "12:00"}
    with unit_of_work():
        done = services.change(BY, old.public_id, given, per.public_id)
    assert [shown(0), shown(7)] == [["08:00-16:00"], ["10:00-12:00"]]
    with unit_of_work():
        services.take_back_change(BY, done.new.public_id, done.old.public_id, "")
    assert shown(7) == ["08:00-16:00"]
    assert [one.holder.name for one in queries.turns(day(7), day(7)) if one.holder] == ["Karin"]


def test_a_shift_ends_and_comes_back() -> None:
    made = shift(colleague("Karin"))
    with unit_of_work():
        assert services.end(BY, made.public_id, day(-1).isoformat()) is None
    assert shown() == [] and shown(7) == []
    with unit_of_work():
        services.end(BY, made.public_id, "")
    assert shown(7) == ["08:00-16:00"]


def test_what_was_is_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = shift(colleague("Karin"))
    at(monkeypatch, "2026-12-20T06:00")
    with pytest.raises(Conflict, match="shift_past"), unit_of_work():
        services.end(BY, made.public_id, day(0).isoformat())
    given = {"first_day": day(7).isoformat(), "repeat": "1", "starts": "10:00", "ends": "12:00"}
    with pytest.raises(Invalid, match="shift_begins_wrong"), unit_of_work():
        services.change(BY, made.public_id, given, services.NOBODY)


def test_nobody_is_twice_at_once() -> None:
    karin = colleague("Karin")
    shift(karin, hours="22:00-06:00")
    with pytest.raises(Conflict, match="shift_twice") as refusal:
        shift(karin, first=day(15), hours="05:00-07:00", repeat="3")
    assert refusal.value.data["name"] == "Karin" and refusal.value.data["day"] == day(15)
    shift(karin, first=day(15), hours="06:00-07:00", repeat="3")


def test_nobody_is_put_on_call_by_others() -> None:
    eva, karin = colleague("Eva", Role.COORDINATOR), colleague("Karin")
    given = {"kind": "on_call", "first_day": day(0).isoformat(), "repeat": "1", "starts": "20:00", "ends": "06:00"}
    with pytest.raises(Forbidden, match="on_call_voluntary"), unit_of_work():
        services.add(eva, given, [karin.public_id])
    with unit_of_work():
        services.add(eva, given, [services.NOBODY])
        (mine,) = services.add(karin, given, [karin.public_id])
    assert [one.name for one in queries.on_call_at(datetime(2026, 12, 1, 4, 59, tzinfo=UTC))] == ["Karin"]
    per = colleague("Per")
    with pytest.raises(Forbidden), unit_of_work():
        services.end(per, mine.public_id, "")
    with unit_of_work():
        services.end(karin, mine.public_id, day(0).isoformat())
    assert shown() == []


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("kind", "x", "value_wrong"),
        ("first_day", "soon", "date_wrong"),
        ("first_day", "2026-11-29", "shift_begins_wrong"),
        ("repeat", "7", "value_wrong"),
        ("last_day", "2026-11-29", "shift_ends_wrong"),
        ("starts", "", "shift_time_wrong"),
        ("ends", "25:00", "shift_time_wrong"),
    ],
)
def test_a_shift_that_cannot_be(field: str, typed: str, code: str) -> None:
    with pytest.raises(DomainError, match=code) as refusal:
        shift(colleague("Karin"), **{"kind": "staffed", field: typed})
    assert refusal.value.data["field"] == field


def test_more_than_somebody_chose_is_mentioned() -> None:
    karin = colleague("Karin")
    with unit_of_work():
        services.choose_hours(karin, "10")
    shift(karin)
    shift(karin, first=day(1))
    found = queries.over_hours(queries.turns(day(0), day(6)))
    assert [(who.name, planned, most) for who, planned, most in found] == [("Karin", 960, 600)]
    assert not weeks.minutes_by_person(queries.turns(day(2), day(6)))


def test_the_job_keeps_up_with_days_and_with_who_works_here(monkeypatch: pytest.MonkeyPatch) -> None:
    karin = colleague("Karin")
    shift(karin)
    assert days.keep() == 0
    at(monkeypatch, "2027-02-01T06:00")
    assert days.keep() > 50 and shown() == ["08:00-16:00"]
    with unit_of_work() as unit:
        unit.session.merge(karin).disabled_at = clock.now()
    assert days.keep() > 0 and shown() == []
