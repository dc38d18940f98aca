"""Open now: against a slow computation that writes down every minute, and the cases a person would ask about."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.domain.directory.hours import WEEK, day_of, open_now
from app.domain.places.hours import holiday_name

Rows = list[dict[str, Any]]
STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEKDAYS: Rows = [{"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "08:00", "closes": "17:00"}]
NIGHTS: Rows = [{"days": list(WEEK), "opens": "22:00", "closes": "06:00"}]
ALWAYS: Rows = [{"days": list(WEEK), "opens": "00:00", "closes": "23:59"}]
CHRISTMAS_EVE: Rows = [{"day": "2026-12-24", "opens": "09:00", "closes": "12:00"}]


def at(told: str) -> datetime:
    """A moment by the wall clock in Sweden."""
    return datetime.fromisoformat(told).replace(tzinfo=STOCKHOLM).astimezone(UTC)


def test_it_works() -> None:
    assert open_now(WEEKDAYS, "se", at("2026-03-02 08:00")) is True
    assert open_now(WEEKDAYS, "se", at("2026-03-02 17:00")) is False
    assert open_now(WEEKDAYS, "se", at("2026-03-07 12:00")) is False


@pytest.mark.parametrize(
    ("schedule", "told", "holidays", "exceptions", "expected"),
    [
        (NIGHTS, "2026-03-02 23:30", None, [], True),
        (NIGHTS, "2026-03-03 05:59", None, [], True),
        (NIGHTS, "2026-03-03 06:00", None, [], False),
        ([{"days": ["MO"], "opens": "20:00", "closes": "00:00"}], "2026-03-02 23:59", None, [], True),
        ([{"days": ["MO"], "opens": "20:00", "closes": "00:00"}], "2026-03-03 00:00", None, [], False),
        (WEEKDAYS, "2026-12-25 10:00", None, [], None),
        (WEEKDAYS, "2026-12-25 10:00", "closed", [], False),
        (WEEKDAYS, "2026-12-25 10:00", "open", [], True),
        (ALWAYS, "2026-12-25 23:59", None, [], True),
        (ALWAYS, "2026-12-26 00:00", "closed", [], True),
        (WEEKDAYS, "2026-12-24 11:59", "closed", CHRISTMAS_EVE, True),
        (WEEKDAYS, "2026-12-24 12:00", "open", CHRISTMAS_EVE, False),
        (WEEKDAYS, "2026-12-24 10:00", "open", [{"day": "2026-12-24"}], False),
        ([], "2026-12-24 10:00", None, CHRISTMAS_EVE, True),
        ([], "2026-12-23 10:00", None, CHRISTMAS_EVE, None),
        ([WEEKDAYS[0] | {"valid_to": "2026-06-30"}], "2026-07-01 10:00", None, [], None),
        ([WEEKDAYS[0] | {"valid_from": "2026-07-01"}], "2026-07-01 10:00", None, [], True),
        (NIGHTS, "2026-12-27 02:00", None, [], None),  # the night of Boxing Day: nobody has told us
        (NIGHTS, "2026-12-27 02:00", "open", [], True),
        ([], "2026-03-02 10:00", None, [], None),
    ],
)
def test_what_holds(schedule: Rows, told: str, holidays: str | None, exceptions: Rows, expected: bool | None) -> None:
    assert open_now(schedule, "se", at(told), holidays, exceptions) is expected


def test_where_there_are_several_clocks_we_say_nothing() -> None:
    assert open_now(ALWAYS, "us", at("2026-03-02 10:00")) is None
    assert open_now(ALWAYS, None, at("2026-03-02 10:00")) is None


def test_a_day_says_why_it_differs() -> None:
    note = {"en": "Only the morning."}
    told = day_of(WEEKDAYS, "se", date(2026, 12, 24), "closed", [CHRISTMAS_EVE[0] | {"note": note}])
    assert (told.spans, told.note, told.differs) == ((("09:00", "12:00"),), note, True)
    holiday = day_of(WEEKDAYS, "se", date(2026, 12, 25), "closed")
    assert holiday.spans == () and holiday.holiday == "Christmas Day" and holiday.differs


def minutes(day: date, opens: str, closes: str) -> Iterator[datetime]:
    """Every minute somebody answers, written down one by one."""
    at_, end = datetime.fromisoformat(f"{day} {opens}"), datetime.fromisoformat(f"{day} {closes}")
    if closes == "23:59":
        end += timedelta(minutes=1)
    if end <= at_:
        end += timedelta(days=1)
    while at_ < end:
        yield at_
        at_ += timedelta(minutes=1)


def slowly(schedule: Rows, told: datetime, holidays: str | None, exceptions: Rows) -> bool | None:
    """The same answer by sets of minutes: those of which we know, and those of which nobody can."""
    known: set[datetime] = set()
    unknown: set[datetime] = set()
    for back in (0, 1):
        day = told.date() - timedelta(days=back)
        differing = [row for row in exceptions if row["day"] == str(day)]
        valid = [
            row
            for row in schedule
            if date.fromisoformat(row.get("valid_from", "0001-01-01")) <= day
            and day <= date.fromisoformat(row.get("valid_to", "9999-12-31"))
        ]
        usual = {
            one for row in valid if WEEK[day.weekday()] in row["days"] for one in minutes(day, row["opens"], row["closes"])
        }  # fmt: skip
        if differing:
            known |= {one for row in differing if "opens" in row for one in minutes(day, row["opens"], row["closes"])}
        elif not valid:
            unknown |= set(minutes(day, "00:00", "23:59"))
        elif holiday_name("SE", day) and holidays is None:
            unknown |= usual | set(minutes(day, "00:00", "23:59"))
        elif not (holiday_name("SE", day) and holidays == "closed"):
            known |= usual
    return True if told in known else None if told in unknown else False


def test_the_same_as_minute_by_minute() -> None:
    for seed in range(250):
        dice = random.Random(seed)
        first = date(2026, dice.choice([1, 3, 5, 6, 12]), dice.randint(1, 28))
        clocks = [f"{dice.randint(0, 23):02}:{dice.choice((0, 15, 30)):02}" for _ in range(8)]
        schedule: Rows = [
            {"days": dice.sample(WEEK, dice.randint(1, 6)), "opens": clocks[2 * row], "closes": clocks[2 * row + 1]}
            for row in range(dice.randint(0, 3))
        ]
        for row in schedule:
            edge = str(first + timedelta(days=dice.randint(-2, 2)))
            row.update(dice.choice([{}, {}, {"valid_from": edge}, {"valid_to": edge}]))
        exceptions: Rows = [
            {"day": str(first + timedelta(days=dice.randint(-1, 1)))}
            | dice.choice([{}, {"opens": clocks[6], "closes": clocks[7]}])
            for _ in range(dice.randint(0, 2))
        ]
        holidays = dice.choice([None, "closed", "open"])
        for _ in range(12):
            told = datetime.fromisoformat(f"{first} {dice.randint(0, 23):02}:{dice.randint(0, 59):02}")
            moment = told.replace(tzinfo=STOCKHOLM).astimezone(UTC)
            if moment.astimezone(STOCKHOLM).replace(tzinfo=None) != told:
                continue  # an hour that does not exist
            expected = slowly(schedule, told, holidays, exceptions) if schedule or exceptions else None
            given = open_now(schedule, "se", moment, holidays, exceptions)
            assert given is expected, (seed, told, schedule, holidays, exceptions)
