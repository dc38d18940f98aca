"""Question trees in the database, each with its words in every language. A draft on screen is nobody's business here."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import db
from app.core.clock import now
from app.domain.content.records import FlowRecord, FlowTextRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.guides.terms import GuideStatus, TranslationState
from app.domain.triage.models import Flow, FlowText
from app.domain.triage.structure import structure_of
from app.domain.triage.tree import tree_of


def find() -> dict[str, Flow]:
    return {row.slug: row for row in db.session.scalars(select(Flow).options(selectinload(Flow.texts)))}


def record(row: Flow) -> FlowRecord:
    return FlowRecord(
        slug=row.slug,
        source=row.source_locale,
        structure=structure_of(tree_of(row.slug, row.source_locale, row.structure)),
        status=None if row.status == GuideStatus.PUBLISHED else row.status,
        texts={text.locale: _text(text) for text in row.texts},
    )


def _text(row: FlowText) -> FlowTextRecord:
    return FlowTextRecord(row.texts, None if row.state == TranslationState.UP_TO_DATE else row.state)


def write(wanted: FlowRecord, row: Flow | None) -> Flow:
    fresh = row is None
    if row is None:
        row = Flow(slug=wanted.slug, revision=1, texts=[])
        db.session.add(row)
    changed = row.structure != wanted.structure
    row.source_locale, row.structure = wanted.source, wanted.structure
    row.status = wanted.status or GuideStatus.PUBLISHED
    row.updated_at = now()
    if (_write_texts(wanted, row) or changed) and not fresh:
        row.revision += 1
    return row


def _write_texts(wanted: FlowRecord, flow: Flow) -> bool:
    """Writes every language; True when the words that the others are translated from became others."""
    rows = {row.locale: row for row in flow.texts}
    changed = {code for code, said in wanted.texts.items() if code not in rows or rows[code].texts != said.words}
    for code in changed:
        if code not in rows:
            rows[code] = FlowText(locale=code)
            flow.texts.append(rows[code])
        rows[code].texts, rows[code].updated_at = wanted.texts[code].words, now()
    behind = wanted.source in changed
    for code, row in rows.items():
        said = wanted.texts.get(code)
        row.state = _state(row.state, said.state if said else None, code in changed or code == wanted.source, behind)
    return behind


def _state(before: str | None, stated: str | None, fresh: bool, source_changed: bool) -> str:
    """What the words count as from now on; those that stood still while the source changed are left behind."""
    if stated or fresh or before is None:
        return stated or TranslationState.UP_TO_DATE
    left = source_changed and before == TranslationState.UP_TO_DATE
    return TranslationState.OUTDATED if left else before


def parts(wanted: FlowRecord) -> set[str]:
    return {f"flow {wanted.slug} in {code}" for code in wanted.texts}


SHELF = Shelf(Kind.FLOW, find, record, write, parts)
