"""Reads areas.yaml: country, region, municipality, branch; a place stands after the place it is part of."""

from __future__ import annotations

from collections import Counter
from zoneinfo import available_timezones

from app.domain.content.fields import Fields
from app.domain.content.readers.source import Source
from app.domain.content.records import AreaRecord
from app.domain.places.terms import AreaKind

FILE = "areas.yaml"


def read(source: Source) -> list[tuple[str, AreaRecord]]:
    siblings: Counter[str | None] = Counter()
    return [(FILE, _area(item, place, source, siblings)) for place, item in enumerate(source.items(FILE), 1)]


def _area(item: object, place: int, source: Source, siblings: Counter[str | None]) -> AreaRecord:
    name = item.get("code", place) if isinstance(item, dict) else place
    fields = Fields(item, FILE, source.problems, f"area {name}: ")
    code, parent = fields.text("code", 60), fields.maybe("parent", 60)
    siblings[parent] += 1
    record = AreaRecord(
        code=code,
        kind=fields.one_of("kind", list(AreaKind)) or "",
        parent=parent,
        position=siblings[parent],
        timezone=time_zone(fields),
        holidays=fields.maybe("holidays", 2),
        names=fields.texts("names"),
    )
    if not record.kind:
        fields.refuse("`kind` is missing.")
    if not record.names:
        fields.refuse("`names` is missing.")
    fields.finish()
    return record


def time_zone(fields: Fields) -> str:
    """A zone by its IANA name, like Europe/Stockholm."""
    found = fields.text("timezone", 60)
    if found and found not in available_timezones():
        fields.refuse(f"`timezone` is '{found}', which is no time zone; write one like Europe/Stockholm.")
    return found
