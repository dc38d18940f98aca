"""Areas in the database."""

from __future__ import annotations

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
    )


def write(wanted: AreaRecord, row: Area | None) -> Area:
    if row is None:
        row = Area(code=wanted.code)
        db.session.add(row)
    row.kind, row.position, row.timezone = wanted.kind, wanted.position, wanted.timezone
    row.holidays, row.names = wanted.holidays, wanted.names
    row.parent = None
    if wanted.parent:
        row.parent = db.session.scalars(select(Area).where(Area.code == wanted.parent)).one_or_none()
    return row


SHELF = Shelf(Kind.AREA, find, record, write)
