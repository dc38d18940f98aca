"""Time: aware UTC inside, local only at the edge of a screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(timezone: str = "UTC") -> date:
    """The calendar day somebody in `timezone` (IANA name) reads on the wall."""
    return now().astimezone(ZoneInfo(timezone)).date()


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def days(count: float) -> timedelta:
    return timedelta(days=count)
