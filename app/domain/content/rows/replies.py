"""Everybody's prepared replies in the database. What a colleague keeps for themselves is nobody's business here."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock, db
from app.domain.content.records import ReplyRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.guides.models import Matter
from app.domain.replies.models import PreparedReply
from app.domain.replies.services import write_texts


def find() -> dict[str, PreparedReply]:
    query = select(PreparedReply).where(PreparedReply.owner_id.is_(None)).options(selectinload(PreparedReply.texts))
    return {row.shortcut: row for row in db.session.scalars(query.order_by(PreparedReply.shortcut))}


def record(row: PreparedReply) -> ReplyRecord:
    texts = sorted(row.texts, key=lambda text: text.locale)
    return ReplyRecord(
        shortcut=row.shortcut,
        source=row.source_locale,
        matter=_code(row.matter_id),
        titles={text.locale: text.title for text in texts},
        texts={text.locale: text.text for text in texts},
        behind=[text.locale for text in texts if text.of_revision < row.revision],
        archived=row.archived_at is not None,
    )


def write(wanted: ReplyRecord, row: PreparedReply | None) -> PreparedReply:
    if row is None:
        row = PreparedReply(shortcut=wanted.shortcut, source_locale=wanted.source, revision=0, texts=[])
        db.session.add(row)
    row.source_locale, row.changed_at = wanted.source, clock.now()
    row.matter_id = db.session.execute(select(Matter.id).where(Matter.code == wanted.matter)).scalar()
    if wanted.archived != (row.archived_at is not None):
        row.archived_at = clock.now() if wanted.archived else None
    said = {code: (wanted.titles[code], text) for code, text in wanted.texts.items()}
    # A language that only stands here stays: nothing that somebody wrote is deleted by loading.
    kept = {text.locale: (text.title, text.text) for text in row.texts}
    write_texts(row, kept | said, right=frozenset(said.keys() - set(wanted.behind)))
    for text in row.texts:
        if text.locale in wanted.behind:
            text.of_revision = row.revision - 1
    return row


def _code(matter_id: int | None) -> str | None:
    return db.session.execute(select(Matter.code).where(Matter.id == matter_id)).scalar() if matter_id else None


def parts(wanted: ReplyRecord) -> set[str]:
    return {f"reply {wanted.shortcut} in {code}" for code in wanted.texts}


SHELF = Shelf(Kind.REPLY, find, record, write, parts)
