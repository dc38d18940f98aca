"""Reads topics.yaml: the shelves matters stand on."""

from __future__ import annotations

from app.domain.content.fields import Fields
from app.domain.content.readers.source import Source
from app.domain.content.records import TopicRecord

FILE = "topics.yaml"


def read(source: Source) -> list[tuple[str, TopicRecord]]:
    return [(FILE, _topic(item, place, source)) for place, item in enumerate(source.items(FILE), 1)]


def _topic(item: object, place: int, source: Source) -> TopicRecord:
    name = item.get("slug", place) if isinstance(item, dict) else place
    fields = Fields(item, FILE, source.problems, f"topic {name}: ")
    record = TopicRecord(
        slug=fields.slug("slug", 40),
        position=fields.number("position"),
        icon=fields.text("icon", 20),
        names=fields.texts("names"),
        summaries=fields.texts("summaries"),
    )
    if not record.names:
        fields.refuse("`names` is missing.")
    fields.finish()
    return record
