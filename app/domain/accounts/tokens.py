"""The log-in cookie: its name, and how long what it holds opens the door."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.accounts.models import StaffSession

COOKIE = "vejviser_staff"
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
LINK_HOURS = 72


def holds(row: StaffSession, moment: datetime) -> bool:
    """Whether this log-in still opens the door: not ended, not idle, not from yesterday, its owner not disabled."""
    return (
        row.revoked_at is None
        and row.staff.active
        and moment - row.last_seen_at < IDLE
        and moment - row.created_at < ABSOLUTE
    )
