"""Reads taxonomies.yaml: the kinds of help that services are for, beside the shelves of topics.yaml."""

from __future__ import annotations

from app.domain.content.fields import Fields
from app.domain.content.readers.source import Source
from app.domain.content.records import TermRecord

FILE = "taxonomies.yaml"


def read(source: Source) -> list[tuple[str, TermRecord]]:
    return [(FILE, _term(item, place, source)) for place, item in enumerate(source.items(FILE), 1)]


def _term(item: object, place: int, source: Source) -> TermRecord:
    name = item.get("code", place) if isinstance(item, dict) else place
    fields = Fields(item, FILE, source.problems, f"kind {name}: ")
    record = TermRecord(code=fields.slug("code", 80), position=place, names=fields.texts("names", 120))
    if not record.names:
        fields.refuse("`names` is missing.")
    fields.finish()
    return record
