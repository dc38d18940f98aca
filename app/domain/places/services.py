"""How the team's hours change. Audited, and public pages are made anew; nothing here commits."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import available_timezones

import holidays
from sqlalchemy import delete, select

from app.core import counter
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.places.hours import MIDNIGHT
from app.domain.places.models import TeamException, TeamHours, TeamSettings
from app.domain.places.queries import team_settings


def add_span(actor: Actor, days: list[str], opens: str, closes: str) -> None:
    """Opens the team on these weekdays (0 for Monday); refused where it overlaps what is there."""
    authorize(actor, Action.CHANGE_HOURS)
    start, end = _span(opens, closes)
    chosen = sorted({int(day) for day in days if day.isdecimal() and len(day) == 1 and int(day) < 7})
    if not chosen:
        raise Invalid("day_missing")
    for day in chosen:
        if any(_overlaps(start, end, row) for row in _hours_on(day)):
            raise Conflict("hours_overlap")
        session.add(TeamHours(day=day, opens=start, closes=end))
    _changed(actor, "hours.added")


def remove_span(actor: Actor, day: str, opens: str, closes: str) -> None:
    """Takes an opening span away; one that is already gone is fine."""
    authorize(actor, Action.CHANGE_HOURS)
    start, end = _span(opens, closes)
    session.execute(
        delete(TeamHours).where(TeamHours.day == _weekday(day), TeamHours.opens == start, TeamHours.closes == end)
    )
    _changed(actor, "hours.removed")


def set_exception(actor: Actor, day: str, opens: str, closes: str, note: str) -> None:
    """A day that differs: closed when both times are empty. Saying it again replaces what was said."""
    authorize(actor, Action.CHANGE_HOURS)
    when = _date(day)
    span: tuple[time | None, time | None] = _span(opens, closes) if opens or closes else (None, None)
    session.execute(delete(TeamException).where(TeamException.day == when))
    session.add(TeamException(day=when, opens=span[0], closes=span[1], note=accept(note, 120).text.strip()))
    _changed(actor, "hours.exception_set")


def remove_exception(actor: Actor, day: str) -> None:
    """The day is as usual again."""
    authorize(actor, Action.CHANGE_HOURS)
    session.execute(delete(TeamException).where(TeamException.day == _date(day)))
    _changed(actor, "hours.exception_removed")


def change_settings(actor: Actor, timezone: str, country: str) -> None:
    """Where the team's clock hangs and whose public holidays it keeps (none when empty)."""
    authorize(actor, Action.CHANGE_HOURS)
    if timezone not in available_timezones():
        raise Invalid("value_wrong")
    if country and country not in holidays.list_supported_countries():
        raise Invalid("value_wrong")
    settings: TeamSettings = team_settings()
    settings.timezone, settings.holidays = timezone, country or None
    session.add(settings)
    _changed(actor, "hours.settings_changed")


def follow_rota(actor: Actor, follows: bool) -> None:
    """Whether visitors are shown what the rota says, or the weekly hours."""
    authorize(actor, Action.CHANGE_HOURS)
    settings: TeamSettings = team_settings()
    settings.follows_rota = follows
    session.add(settings)
    _changed(actor, "hours.follow_rota" if follows else "hours.keep_weekly")


def require_second_step(actor: Actor, wanted: bool) -> None:
    """Whether everybody must have a second step at log-in. Whoever asks it of others has one."""
    authorize(actor, Action.MANAGE_TEAM)
    if wanted and not getattr(actor, "totp", None):
        raise Conflict("totp_first")
    settings: TeamSettings = team_settings()
    settings.second_step = wanted
    session.add(settings)
    _changed(actor, "team.second_step_required" if wanted else "team.second_step_free")


def _changed(actor: Actor, action: str) -> None:
    audit.write(actor, action, "team")
    counter.bump(counter.CONTENT)


def _hours_on(day: int) -> list[TeamHours]:
    return list(session.execute(select(TeamHours).where(TeamHours.day == day)).scalars())


def _overlaps(start: time, end: time, row: TeamHours) -> bool:
    return _end(row.closes) > start and row.opens < _end(end)


def _end(closes: time) -> time:
    return time.max if closes == MIDNIGHT else closes


def _span(opens: str, closes: str) -> tuple[time, time]:
    """Two times of day; closing at 00:00 means the end of the day."""
    try:
        start, end = time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError as error:
        raise Invalid("time_wrong") from error
    if start.tzinfo or end.tzinfo or start >= _end(end):
        raise Invalid("hours_wrong")
    return start, end


def _weekday(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 1 or int(typed) > 6:
        raise Invalid("value_wrong")
    return int(typed)


def _date(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Invalid("date_wrong") from error
