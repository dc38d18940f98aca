"""Areas in the database."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import db
from app.domain.content.records import AreaRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.places.models import Area


def find() -> dict[str, Area]:
    return {area.code: area for area in db.session.scalars(select(Area).options(joinedload(Area.parent)))}


def record(row: Area) -> AreaRecord:
    return AreaRecord(
        code=row.code,
        kind=row.kind,
        parent=row.parent.code if row.parent else None,
        position=row.position,
        timezone=row.timezone,
        holidays=row.holidays,
        names=dict(row.names),
        website=row.website,
        merged_into=row.merged_into,
        merged_on=row.merged_on.isoformat() if row.merged_on else None,
    )


def write(wanted: AreaRecord, row: Area | None) -> Area:
    if row is None:
        row = Area(code=wanted.code)
        db.session.add(row)
    row.kind, row.position, row.timezone = wanted.kind, wanted.position, wanted.timezone
    row.holidays, row.names = wanted.holidays, wanted.names
    row.website, row.merged_into = wanted.website, wanted.merged_into
    row.merged_on = date.fromisoformat(wanted.merged_on) if wanted.merged_on else None
    row.parent = None
    if wanted.parent:
        row.parent = db.session.scalars(select(Area).where(Area.code == wanted.parent)).one_or_none()
    return row


SHELF = Shelf(Kind.AREA, find, record, write)
