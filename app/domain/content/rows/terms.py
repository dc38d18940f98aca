"""The taxonomies of our own in the database: the kinds of taxonomies.yaml, and the shelves that follow the topics."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select

from app.core import db
from app.core.ids import stable_uuid
from app.domain.content.records import TermRecord
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import KINDS, TOPICS, Kind
from app.domain.directory.models import Taxonomy, TaxonomyTerm
from app.domain.guides.models import Topic

NAMES = {
    TOPICS: {"en": "Topics", "sv": "Ämnen", "da": "Emner"},
    KINDS: {"en": "Kinds of help", "sv": "Slag av hjälp", "da": "Slags hjælp"},
}
DESCRIPTIONS = {
    TOPICS: {
        "en": "The shelves that matters stand on.",
        "sv": "Hyllorna som ärendena står på.",
        "da": "De hylder, som ærinderne står på.",
    },
    KINDS: {
        "en": "What a service is for, whoever runs it.",
        "sv": "Vad en tjänst är till för, vem som än driver den.",
        "da": "Hvad en tjeneste er til for, hvem der end driver den.",
    },
}


def find() -> dict[str, TaxonomyTerm]:
    return {row.code: row for row in _of(KINDS)}


def record(row: TaxonomyTerm) -> TermRecord:
    return TermRecord(row.code, row.position, dict(row.name))


def write(wanted: TermRecord, row: TaxonomyTerm | None) -> TaxonomyTerm:
    row = row or _new(KINDS, wanted.code)
    row.position, row.name = wanted.position, wanted.names
    return row


def follow_topics() -> None:
    """Every topic is a term of the taxonomy `topic`, with the topic's own names."""
    rows = {row.code: row for row in _of(TOPICS)}
    for topic in db.session.scalars(select(Topic)):
        row = rows.get(topic.slug) or _new(TOPICS, topic.slug)
        row.position, row.name, row.description = topic.position, dict(topic.names), dict(topic.summaries)


def ours(codes: Iterable[str]) -> list[TaxonomyTerm]:
    """Shelves and kinds by their codes. A code that is both, like `library`, means both."""
    wanted = set(codes)
    return list(db.session.scalars(_query(TOPICS, KINDS).where(TaxonomyTerm.code.in_(wanted)))) if wanted else []


def _of(taxonomy: str) -> Iterable[TaxonomyTerm]:
    return db.session.scalars(_query(taxonomy))


def _query(*taxonomies: str) -> Select[TaxonomyTerm]:
    ours = Taxonomy.code.in_(taxonomies), Taxonomy.origin.is_(None)
    return select(TaxonomyTerm).join(Taxonomy).where(*ours)


def _new(taxonomy: str, code: str) -> TaxonomyTerm:
    row = TaxonomyTerm(code=code, hsds_id=stable_uuid("taxonomy_term", f"{taxonomy}/{code}"))
    row.taxonomy = _taxonomy(taxonomy)
    db.session.add(row)
    return row


def _taxonomy(code: str) -> Taxonomy:
    row = db.session.scalars(select(Taxonomy).where(Taxonomy.code == code)).one_or_none()
    if row is None:
        row = Taxonomy(code=code, hsds_id=stable_uuid("taxonomy", code), version="1")
        row.name, row.description = NAMES[code], DESCRIPTIONS[code]
        db.session.add(row)
    return row


SHELF = Shelf(Kind.TERM, find, record, write)
