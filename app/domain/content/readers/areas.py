"""Reads areas.yaml: country, region, municipality, branch; a place stands after the place it is part of."""

from __future__ import annotations

from collections import Counter
from zoneinfo import available_timezones

from app.domain.content.fields import Fields
from app.domain.content.readers import hours
from app.domain.content.readers.services import address
from app.domain.content.readers.source import Source
from app.domain.content.records import AreaRecord, LocationRecord
from app.domain.content.terms import HOLIDAYS
from app.domain.directory.terms import LIBRARY
from app.domain.places.terms import AreaKind

FILE = "areas.yaml"
ADDRESS = ("address_1", "address_2", "postal_code", "city")
OF_A_BRANCH = ("address", "schedule", "schedule_source", "exceptions", "services")
Areas = list[tuple[str, AreaRecord]]
Locations = list[tuple[str, LocationRecord]]


def read(source: Source) -> tuple[Areas, Locations]:
    """Every area, and of each branch what one can find there."""
    siblings: Counter[str | None] = Counter()
    areas: Areas = []
    locations: Locations = []
    for place, item in enumerate(source.items(FILE), 1):
        name = item.get("code", place) if isinstance(item, dict) else place
        fields = Fields(item, FILE, source.problems, f"area {name}: ")
        area = _area(fields, siblings)
        areas.append((FILE, area))
        if area.kind == AreaKind.BRANCH:
            locations.append((FILE, _location(area.code, fields)))
        elif isinstance(item, dict):
            for key in OF_A_BRANCH:
                if fields.take(key) is not None:
                    fields.refuse(f"`{key}` belongs to a branch only.")
        fields.finish()
    return areas, locations


def _area(fields: Fields, siblings: Counter[str | None]) -> AreaRecord:
    code, parent = fields.text("code", 60), fields.maybe("parent", 60)
    siblings[parent] += 1
    kind = fields.one_of("kind", list(AreaKind)) or ""
    record = AreaRecord(
        code=code,
        kind=kind,
        parent=parent,
        position=siblings[parent],
        timezone=time_zone(fields),
        # Of a branch it is not whose holidays are kept, but what they mean for its hours.
        holidays=None if kind == AreaKind.BRANCH else fields.maybe("holidays", 2),
        names=fields.texts("names"),
        website=address(fields, "website"),
        merged_into=fields.maybe("merged_into", 60),
        merged_on=fields.day("merged_on"),
    )
    if not record.kind:
        fields.refuse("`kind` is missing.")
    if not record.names:
        fields.refuse("`names` is missing.")
    if bool(record.merged_into) != bool(record.merged_on):
        fields.refuse("`merged_into` and `merged_on` belong together.")
    return record


def _location(code: str, fields: Fields) -> LocationRecord:
    return LocationRecord(
        area=code,
        address=_address(fields),
        schedule=hours.schedule(fields),
        schedule_source=fields.maybe("schedule_source", 300),
        holidays=fields.one_of("holidays", HOLIDAYS),
        exceptions=hours.exceptions(fields),
        services=sorted(set(fields.lines("services", 60)) - {LIBRARY}),
    )


def _address(fields: Fields) -> dict[str, str]:
    value = fields.take("address")
    if value is None:
        return {}
    part = Fields(value, FILE, fields.problems, f"{fields.where}`address`: ")
    found = {key: part.maybe(key, 200) for key in ADDRESS}
    part.finish()
    return {key: said for key, said in found.items() if said}


def time_zone(fields: Fields) -> str:
    """A zone by its IANA name, like Europe/Stockholm."""
    found = fields.text("timezone", 60)
    if found and found not in available_timezones():
        fields.refuse(f"`timezone` is '{found}', which is no time zone; write one like Europe/Stockholm.")
    return found
