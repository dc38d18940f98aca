"""Meanings in the database."""

from __future__ import annotations

from sqlalchemy import select

from app.core import db
from app.domain.content.records import MeaningRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.search.models import Meaning


def find() -> dict[str, Meaning]:
    return {meaning.code: meaning for meaning in db.session.scalars(select(Meaning))}


def record(row: Meaning) -> MeaningRecord:
    return MeaningRecord(row.code, row.whose, dict(row.words))


def write(wanted: MeaningRecord, row: Meaning | None) -> Meaning:
    if row is None:
        row = Meaning(code=wanted.code)
        db.session.add(row)
    row.whose, row.words = wanted.whose, wanted.words
    return row


SHELF = Shelf(Kind.MEANING, find, record, write)
