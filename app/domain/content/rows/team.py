"""The online team's hours in the database: one row of settings, its weekly spans and single days."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import delete, select

from app.core import db
from app.domain.content.records import TeamRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.content.whole import TEAM_KEY
from app.domain.places.models import TeamException, TeamHours, TeamSettings


def find() -> dict[str, TeamSettings]:
    row = db.session.scalars(select(TeamSettings).order_by(TeamSettings.id)).first()
    return {TEAM_KEY: row} if row else {}


def record(row: TeamSettings) -> TeamRecord:
    weekly = db.session.scalars(select(TeamHours))
    exceptions = db.session.scalars(select(TeamException).order_by(TeamException.day))
    return TeamRecord(
        timezone=row.timezone,
        holidays=row.holidays,
        weekly=sorted((span.day, _clock(span.opens) or "", _clock(span.closes) or "") for span in weekly),
        exceptions=[(one.day.isoformat(), _clock(one.opens), _clock(one.closes), one.note) for one in exceptions],
    )


def write(wanted: TeamRecord, row: TeamSettings | None) -> TeamSettings:
    if row is None:
        row = TeamSettings()
        db.session.add(row)
    row.timezone, row.holidays = wanted.timezone, wanted.holidays
    db.session.execute(delete(TeamHours))
    db.session.execute(delete(TeamException))
    for day, opens, closes in wanted.weekly:
        db.session.add(TeamHours(day=day, opens=time.fromisoformat(opens), closes=time.fromisoformat(closes)))
    for when, begins, ends, note in wanted.exceptions:
        db.session.add(TeamException(day=date.fromisoformat(when), opens=_time(begins), closes=_time(ends), note=note))
    return row


def _clock(value: time | None) -> str | None:
    return value.strftime("%H:%M") if value else None


def _time(value: str | None) -> time | None:
    return time.fromisoformat(value) if value else None


SHELF = Shelf(Kind.TEAM, find, record, write)
