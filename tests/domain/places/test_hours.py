"""Open or closed: weekly hours, holidays, single days, and the two nights a year when the clock jumps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

import pytest

from app.domain.places.hours import OpenState, day_of, state
from app.domain.places.models import TeamException, TeamHours, TeamSettings

COPENHAGEN = TeamSettings(timezone="Europe/Copenhagen", holidays="DK")


def span(day: int, opens: str, closes: str) -> TeamHours:
    return TeamHours(day=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes))


WEEK = [span(day, "08:00", "16:00") for day in range(5)]


def at(text: str, weekly: Sequence[TeamHours] = WEEK, *differ: TeamException) -> OpenState:
    return state(utc(text), COPENHAGEN, weekly, differ)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_it_works() -> None:
    # A Monday in November: Copenhagen is one hour ahead of UTC.
    assert at("2026-11-23T06:59") == OpenState(False, opens_at=utc("2026-11-23T07:00"))
    assert at("2026-11-23T07:00") == OpenState(True, closes_at=utc("2026-11-23T15:00"))
    assert at("2026-11-23T14:59:59").open
    assert at("2026-11-23T15:00") == OpenState(False, opens_at=utc("2026-11-24T07:00"))


def test_a_weekend_points_at_monday() -> None:
    assert at("2026-11-21T12:00").opens_at == utc("2026-11-23T07:00")


def test_a_lunch_break_is_two_spans() -> None:
    weekly = [span(0, "08:00", "12:00"), span(0, "13:00", "16:00")]
    assert at("2026-11-23T11:30", weekly) == OpenState(False, opens_at=utc("2026-11-23T12:00"))
    assert at("2026-11-23T12:00", weekly).closes_at == utc("2026-11-23T15:00")


def test_spans_that_touch_are_one_also_over_midnight() -> None:
    weekly = [span(0, "20:00", "00:00"), span(1, "00:00", "02:00"), span(1, "02:00", "03:00")]
    found = at("2026-11-23T22:00", weekly)
    assert found == OpenState(True, closes_at=utc("2026-11-24T02:00"))


def test_a_holiday_is_closed_and_says_why() -> None:
    found = at("2026-12-25T10:00")
    assert not found.open and found.holiday == "Christmas Day"
    assert found.opens_at == utc("2026-12-28T07:00")


def test_a_single_day_beats_a_holiday_and_the_week() -> None:
    short = TeamException(day=date(2026, 12, 25), opens=time(10), closes=time(12), note="")
    shut = TeamException(day=date(2026, 11, 23), opens=None, closes=None, note="Planning day")
    assert at("2026-12-25T09:30", WEEK, short) == OpenState(True, closes_at=utc("2026-12-25T11:00"))
    assert at("2026-11-23T10:00", WEEK, shut).opens_at == utc("2026-11-24T07:00")
    assert day_of(shut.day, COPENHAGEN, WEEK, [shut]).note == "Planning day"


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        ("2026-10-23", "06:00", "14:00"),  # Friday in summer time
        ("2026-10-26", "07:00", "15:00"),  # Monday after the clock went back
        ("2027-03-26", None, None),  # Good Friday
        ("2027-03-30", "06:00", "14:00"),  # after the clock went forward, and after Easter Monday
    ],
)
def test_the_wall_clock_rules_over_both_jumps(day: str, opens: str | None, closes: str | None) -> None:
    found = at(f"{day}T10:00")
    assert found.open is (opens is not None)
    if opens and closes:
        assert found.closes_at == utc(f"{day}T{closes}")
        assert at(f"{day}T03:00").opens_at == utc(f"{day}T{opens}")


def test_the_hour_that_comes_twice_is_open_twice() -> None:
    weekly = [span(6, "01:00", "02:30")]
    # 25 October 2026: 02:30 comes at 00:30 and again at 01:30 UTC.
    assert at("2026-10-25T01:15", weekly).closes_at == utc("2026-10-25T01:30")


def test_the_hour_that_does_not_come_is_skipped() -> None:
    # 26 March 2028: the clock goes from 02:00 to 03:00, at 01:00 UTC.
    into, out = [span(6, "01:00", "02:30")], [span(6, "02:30", "05:00")]
    assert at("2028-03-26T00:30", into).closes_at == utc("2028-03-26T01:00")
    assert at("2028-03-26T00:30", out).opens_at == utc("2028-03-26T01:00")
    assert at("2028-03-26T00:30", [span(6, "02:15", "02:45")]).opens_at == utc("2028-04-02T00:15")


def test_a_team_without_hours_is_closed_and_nobody_knows_when_it_opens() -> None:
    assert at("2026-11-23T10:00", []) == OpenState(False)
