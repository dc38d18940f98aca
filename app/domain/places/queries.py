"""Reads about the team's hours; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from app.core import i18n
from app.core.clock import today
from app.core.db import session
from app.core.memory import remembered
from app.domain.places import hours
from app.domain.places.hours import Day, Interval, OpenState, Rota
from app.domain.places.models import TeamDay, TeamException, TeamHours, TeamSettings

COMING_DAYS = 14
# Built once: asked many times a page, and writing a query down costs more than answering it.
_SETTINGS = select(TeamSettings).order_by(TeamSettings.id).limit(1)


def team_settings() -> TeamSettings:
    """The team's clock and holidays; UTC and none before anybody said."""
    found = session.execute(_SETTINGS).scalar_one_or_none()
    return found or TeamSettings(timezone="UTC", holidays=None)


def second_step_required() -> bool:
    """Whether everybody on the team must have a second step at log-in; every staff page asks."""
    return remembered("second step", lambda: bool(team_settings().second_step))


def team_hours() -> Sequence[TeamHours]:
    return session.execute(select(TeamHours).order_by(TeamHours.day, TeamHours.opens)).scalars().all()


def team_exceptions() -> Sequence[TeamException]:
    """Days that differ, from yesterday (somewhere it is still yesterday) on."""
    first = today() - timedelta(days=1)
    query = select(TeamException).where(TeamException.day >= first).order_by(TeamException.day)
    return session.execute(query).scalars().all()


def team_state(now: datetime) -> OpenState:
    """Whether the team is open, by its hours alone; who is online is the chat's matter."""
    settings = team_settings()
    return hours.state(
        now, settings, team_hours(), team_exceptions(), i18n.current().code, team_rota(settings, now.date())
    )


def team_intervals(today: date) -> tuple[Interval, ...]:
    """When the team is open from the day before on, in UTC; the one plan that everybody who asks often remembers."""
    settings = team_settings()
    return tuple(hours.intervals(today, settings, team_hours(), team_exceptions(), team_rota(settings, today)))


def team_rota(settings: TeamSettings, first: date) -> Rota:
    """What the rota makes of each day from two days before `first` on; None where the team keeps weekly hours."""
    if not settings.follows_rota:
        return None
    rows = session.execute(select(TeamDay).where(TeamDay.day >= first - timedelta(days=2))).scalars()
    return {
        row.day: [(time.fromisoformat(opens), time.fromisoformat(ends)) for opens, ends in row.spans] for row in rows
    }


def team_timezone() -> ZoneInfo:
    return ZoneInfo(team_settings().timezone)


def coming_days() -> list[Day]:
    """The next fortnight as visitors will meet it."""
    settings, weekly, exceptions = team_settings(), team_hours(), team_exceptions()
    first = today(settings.timezone)
    language, rota = i18n.current().code, team_rota(settings, first)
    days = (first + timedelta(days=ahead) for ahead in range(COMING_DAYS))
    return [hours.day_of(day, settings, weekly, exceptions, language, rota) for day in days]
