"""Matters in the database, each with its name in every language."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core import db
from app.domain.content.records import MatterNameRecord, MatterRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.guides.models import Matter, MatterName, Topic


def find() -> dict[str, Matter]:
    deep = (selectinload(Matter.names), joinedload(Matter.topic))
    return {row.code: row for row in db.session.scalars(select(Matter).options(*deep))}


def record(row: Matter) -> MatterRecord:
    names = {name.locale: MatterNameRecord(name.title, name.summary, list(name.keywords)) for name in row.names}
    return MatterRecord(row.code, row.topic.slug, row.urgent, names)


def write(wanted: MatterRecord, row: Matter | None) -> Matter:
    topic = db.session.scalars(select(Topic).where(Topic.slug == wanted.topic)).one()
    if row is None:
        row = Matter(code=wanted.code, names=[])
        db.session.add(row)
    row.topic, row.urgent = topic, wanted.urgent
    known = {name.locale: name for name in row.names}
    for locale, said in wanted.names.items():
        name = known.get(locale)
        if name is None:
            name = MatterName(locale=locale)
            row.names.append(name)
        name.title, name.summary, name.keywords = said.title, said.summary, said.keywords
    return row


def parts(wanted: MatterRecord) -> set[str]:
    return {f"matter {wanted.code} in {locale}" for locale in wanted.names}


SHELF = Shelf(Kind.MATTER, find, record, write, parts)
