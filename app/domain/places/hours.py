"""When the team is open: exceptions beat holidays, holidays beat weekly hours; or what the rota says, where it is given.

Pure; wall-clock rules, UTC answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from app.domain.places.models import TeamException, TeamHours, TeamSettings

# Longer than any summer closing; beyond it "opens" is honestly unknown.
AHEAD_DAYS = 60
MIDNIGHT = time(0)

Span = tuple[time, time]
Interval = tuple[datetime, datetime]
# What the rota makes of each day; it has counted the holidays in. None: the team keeps weekly hours.
Rota = Mapping[date, Sequence[Span]] | None


@dataclass(frozen=True)
class OpenState:
    """Now. `opens_at` while closed, `closes_at` while open; `holiday` is why a usual day is closed today."""

    open: bool
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    holiday: str | None = None


@dataclass(frozen=True)
class Day:
    """One day as the team's wall clock has it; `holiday` and `note` say why it differs."""

    day: date
    spans: tuple[Span, ...]
    holiday: str | None
    note: str | None


def state(
    moment: datetime,
    settings: TeamSettings,
    weekly: Sequence[TeamHours],
    exceptions: Sequence[TeamException],
    language: str = "en",
    rota: Rota = None,
) -> OpenState:
    """Open or closed at `moment`, and until when."""
    today = moment.astimezone(ZoneInfo(settings.timezone)).date()
    for opens, closes in intervals(today, settings, weekly, exceptions, rota):
        if moment < opens:
            here = day_of(today, settings, weekly, exceptions, language, rota)
            closed_for_holiday = here.holiday if not here.spans else None
            return OpenState(False, opens_at=opens, holiday=closed_for_holiday)
        if moment < closes:
            return OpenState(True, closes_at=closes)
    return OpenState(False)


def intervals(
    today: date,
    settings: TeamSettings,
    weekly: Sequence[TeamHours],
    exceptions: Sequence[TeamException],
    rota: Rota = None,
) -> Iterator[Interval]:
    """Opening times in UTC from yesterday on, in order; what touches (over midnight) is one."""
    held: Interval | None = None
    for ahead in range(-1, AHEAD_DAYS):
        day = day_of(today + timedelta(days=ahead), settings, weekly, exceptions, rota=rota)
        for opens, closes in (_moments(day.day, span, settings.timezone) for span in day.spans):
            if opens >= closes:  # the whole of it is in the hour that does not come
                continue
            if held is not None and opens <= held[1]:
                held = (held[0], max(held[1], closes))
                continue
            if held is not None:
                yield held
            held = (opens, closes)
    if held is not None:
        yield held


def day_of(
    day: date,
    settings: TeamSettings,
    weekly: Sequence[TeamHours],
    exceptions: Sequence[TeamException],
    language: str = "en",
    rota: Rota = None,
) -> Day:
    """What holds on one day."""
    holiday = holiday_name(settings.holidays, day, language)
    exception = next((row for row in exceptions if row.day == day), None)
    if exception is not None:
        differs: tuple[Span, ...] = ()
        if exception.opens is not None and exception.closes is not None:
            differs = ((exception.opens, exception.closes),)
        return Day(day, differs, holiday, exception.note or None)
    if rota is not None:
        return Day(day, tuple(rota.get(day, ())), holiday, None)
    if holiday is not None:
        return Day(day, (), holiday, None)
    usual = tuple(sorted((row.opens, row.closes) for row in weekly if row.day == day.weekday()))
    return Day(day, usual, None, None)


def holiday_name(country: str | None, day: date, language: str = "en") -> str | None:
    """The public holiday on that day, in the reader's language where the library of holidays has it."""
    if not country:
        return None
    return _calendar(country, language).get(day)


@lru_cache(maxsize=64)
def _calendar(country: str, language: str) -> holidays.HolidayBase:
    known = holidays.country_holidays(country)
    spoken = known.supported_languages or ()
    chosen = next((name for name in spoken if name.split("_")[0] == language), None)
    english = next((name for name in spoken if name.startswith("en")), None)
    return holidays.country_holidays(country, language=chosen or english or known.default_language)


def _moments(day: date, span: Span, timezone: str) -> Interval:
    zone = ZoneInfo(timezone)
    end = day + timedelta(days=1) if span[1] == MIDNIGHT else day
    return begins(day, span[0], zone), finishes(end, span[1], zone)


def begins(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Wall clock to UTC: the first of the hour that comes twice, the jump itself in the hour that does not come."""
    wall = datetime.combine(day, at, zone)
    return _jump(wall) or wall.astimezone(UTC)


def finishes(day: date, at: time, zone: ZoneInfo) -> datetime:
    """As `begins`, but the second of the hour that comes twice."""
    wall = datetime.combine(day, at, zone).replace(fold=1)
    return _jump(wall) or wall.astimezone(UTC)


def _jump(wall: datetime) -> datetime | None:
    """When the clock goes forward over this time of day; None where the time comes."""
    early, late = wall.replace(fold=1).astimezone(UTC), wall.replace(fold=0).astimezone(UTC)
    if early >= late:
        return None
    low, high, zone = int(early.timestamp()), int(late.timestamp()), wall.tzinfo
    before = early.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        still = datetime.fromtimestamp(middle, zone).utcoffset() == before
        low, high = (middle, high) if still else (low, middle)
    return datetime.fromtimestamp(high, UTC)
