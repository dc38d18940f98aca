"""When a service answers: one computation for the label, the table and any filter. Pure; wall-clock rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.places.hours import holiday_name

WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_MINUTE = "23:59"
# An organization's clock. Countries with one timezone only; of others we do not say "open now".
ZONES = {
    "dk": "Europe/Copenhagen", "se": "Europe/Stockholm", "fi": "Europe/Helsinki", "no": "Europe/Oslo",
}  # fmt: skip

Schedule = Sequence[dict[str, Any]]
Span = tuple[str, str]


def week(schedule: Schedule) -> list[tuple[Span, ...]]:
    """The spans of each weekday from Monday on, as ("08:00", "17:00")."""
    return [
        tuple(sorted((row["opens"], row["closes"]) for row in schedule if day in row["days"] and row.get("opens")))
        for day in WEEK
    ]


def day_and_night(schedule: Schedule) -> bool:
    """00:00 to 23:59 all week: the files' way of saying always."""
    return all(spans == (("00:00", LAST_MINUTE),) for spans in week(schedule))


def open_now(schedule: Schedule, country: str | None, moment: datetime) -> bool | None:
    """Whether somebody answers at `moment`; None where nobody can know.

    On a public holiday weekly hours say nothing, so the answer is None unless they answer day and night.
    """
    zone = ZONES.get(country or "")
    if not schedule or zone is None:
        return None
    if day_and_night(schedule):
        return True
    local = moment.astimezone(ZoneInfo(zone))
    if holiday_name(country.upper() if country else None, local.date()):
        return None
    time = local.strftime("%H:%M")
    spans = week(schedule)[local.weekday()]
    return any(opens <= time and (time < closes or closes == LAST_MINUTE) for opens, closes in spans)
