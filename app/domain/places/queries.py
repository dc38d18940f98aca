"""Reads about the team's hours; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core import i18n
from app.core.clock import today
from app.core.db import session
from app.domain.places import hours
from app.domain.places.hours import Day, OpenState
from app.domain.places.models import TeamException, TeamHours, TeamSettings

COMING_DAYS = 14


def team_settings() -> TeamSettings:
    """The team's clock and holidays; UTC and none before anybody said."""
    found = session.execute(select(TeamSettings).order_by(TeamSettings.id).limit(1)).scalar_one_or_none()
    return found or TeamSettings(timezone="UTC", holidays=None)


def team_hours() -> Sequence[TeamHours]:
    return session.execute(select(TeamHours).order_by(TeamHours.day, TeamHours.opens)).scalars().all()


def team_exceptions() -> Sequence[TeamException]:
    """Days that differ, from yesterday (somewhere it is still yesterday) on."""
    first = today() - timedelta(days=1)
    query = select(TeamException).where(TeamException.day >= first).order_by(TeamException.day)
    return session.execute(query).scalars().all()


def team_state(now: datetime) -> OpenState:
    """Whether the team is open, by its hours alone; who is online is the chat's matter."""
    return hours.state(now, team_settings(), team_hours(), team_exceptions(), i18n.current().code)


def team_timezone() -> ZoneInfo:
    return ZoneInfo(team_settings().timezone)


def coming_days() -> list[Day]:
    """The next fortnight as visitors will meet it."""
    settings, weekly, exceptions = team_settings(), team_hours(), team_exceptions()
    first = today(settings.timezone)
    language = i18n.current().code
    days = (first + timedelta(days=ahead) for ahead in range(COMING_DAYS))
    return [hours.day_of(day, settings, weekly, exceptions, language) for day in days]
