"""The log-in cookie: its name, and how long what it holds opens the door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.domain.accounts.models import StaffSession

COOKIE = "vejviser_staff"
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
LINK_HOURS = 72


def holds(row: StaffSession, moment: datetime) -> bool:
    """Whether this log-in still opens the door: not ended, not idle, not from yesterday, its owner not disabled."""
    return bool(row.staff.active) and in_time(row, moment)


def in_time(row: Any, moment: datetime) -> bool:
    """The same but for its owner."""
    return row.revoked_at is None and moment - row.last_seen_at < IDLE and moment - row.created_at < ABSOLUTE


def worth_noting(row: Any, moment: datetime) -> bool:
    """Whether they were last noted as here so long ago that it is noted again."""
    return bool(moment - row.last_seen_at >= TOUCH_AFTER)
