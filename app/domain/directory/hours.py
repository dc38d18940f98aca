"""When a service answers: one computation for the label, the table and any filter. Pure; wall-clock rules.

A span belongs to the day it begins on, also where it runs over midnight. A dated exception beats a public holiday,
a holiday beats the week, and what nobody has told us is unknown: None, never "closed".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.places.hours import holiday_name

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MIDNIGHT, LAST_MINUTE = "00:00", "23:59"
# What public holidays mean for a schedule; anything else: nobody has told us.
CLOSED, OPEN = "closed", "open"
# An organization's clock. Countries with one timezone only; of others we do not say "open now".
ZONES = {
    "dk": "Europe/Copenhagen", "se": "Europe/Stockholm", "fi": "Europe/Helsinki", "no": "Europe/Oslo",
}  # fmt: skip

Schedule = Sequence[dict[str, Any]]
Span = tuple[str, str]


@dataclass(frozen=True)
class Day:
    """What holds on one day; `spans` is None where nobody can know. `holiday` and `note` say why it differs."""

    day: date
    spans: tuple[Span, ...] | None
    holiday: str | None = None
    note: dict[str, str] | None = None
    differs: bool = False


def week(schedule: Schedule) -> list[tuple[Span, ...]]:
    """The spans of each weekday from Monday on, as ("08:00", "17:00")."""
    return [_spans(row for row in schedule if day in row.get("days", ())) for day in WEEK]


def day_and_night(schedule: Schedule) -> bool:
    """00:00 to 23:59 all week: the files' way of saying always."""
    return all(spans == ((MIDNIGHT, LAST_MINUTE),) for spans in week(schedule))


def valid_on(schedule: Schedule, day: date) -> list[dict[str, Any]]:
    """The rows of a schedule that hold on a day: some are for a season."""
    told = day.isoformat()
    return [row for row in schedule if (row.get("valid_from") or told) <= told <= (row.get("valid_to") or told)]


def day_of(
    schedule: Schedule,
    country: str | None,
    day: date,
    holidays: str | None = None,
    exceptions: Schedule = (),
    language: str = "en",
) -> Day:
    """What holds on one day, as the wall clock there has it."""
    holiday = holiday_name(country.upper() if country else None, day, language)
    differing = [row for row in exceptions if row.get("day") == day.isoformat()]
    if differing:
        note = next((row["note"] for row in differing if row.get("note")), None)
        return Day(day, _spans(differing), holiday, note, differs=True)
    rows = valid_on(schedule, day)
    if not rows:
        return Day(day, None, holiday)
    if holiday and not day_and_night(rows) and holidays != OPEN:
        return Day(day, () if holidays == CLOSED else None, holiday, differs=True)
    return Day(day, week(rows)[day.weekday()], holiday)


def days_from(
    schedule: Schedule,
    country: str | None,
    first: date,
    count: int,
    holidays: str | None = None,
    exceptions: Schedule = (),
    language: str = "en",
) -> list[Day]:
    """The coming days, one by one."""
    coming = (first + timedelta(days=ahead) for ahead in range(count))
    return [day_of(schedule, country, day, holidays, exceptions, language) for day in coming]


def today_in(country: str | None, moment: datetime) -> date:
    """The calendar day somebody there reads on the wall; UTC's where the country has several clocks."""
    zone = ZONES.get(country or "")
    return (moment.astimezone(ZoneInfo(zone)) if zone else moment).date()


def open_now(
    schedule: Schedule,
    country: str | None,
    moment: datetime,
    holidays: str | None = None,
    exceptions: Schedule = (),
) -> bool | None:
    """Whether somebody answers at `moment`; None where nobody can know."""
    zone = ZONES.get(country or "")
    if zone is None or not (schedule or exceptions):
        return None
    local = moment.astimezone(ZoneInfo(zone))
    today = day_of(schedule, country, local.date(), holidays, exceptions)
    # Only what began yesterday and runs over midnight can still hold.
    before = day_of(schedule, country, local.date() - timedelta(days=1), holidays, exceptions)
    time = local.strftime("%H:%M")
    if any(_begun(span, time) for span in today.spans or ()) or any(_lasts(span, time) for span in before.spans or ()):
        return True
    return None if today.spans is None or _may_last(before, schedule, time) else False


def _begun(span: Span, time: str) -> bool:
    """Open on the day itself. 22:00–06:00, 08:00–00:00 and 00:00–23:59 end with the day or later."""
    opens, closes = span
    return opens <= time and (time < closes or closes <= opens or closes == LAST_MINUTE)


def _lasts(span: Span, time: str) -> bool:
    """Still open on the morning after."""
    return span[1] <= span[0] and time < span[1]


def _may_last(day: Day, schedule: Schedule, time: str) -> bool:
    """An unknown day whose usual night shift would still be on."""
    usual = week(valid_on(schedule, day.day))[day.day.weekday()] if day.spans is None else ()
    return any(_lasts(span, time) for span in usual)


def _spans(rows: Any) -> tuple[Span, ...]:
    return tuple(sorted((row["opens"], row["closes"]) for row in rows if row.get("opens") and row.get("closes")))
