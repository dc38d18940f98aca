"""Writes topics.yaml, taxonomies.yaml, areas.yaml, team.yaml, lexicon.yaml and elsewhere.yaml."""

from __future__ import annotations

from app.domain.content.records import AreaRecord, LocationRecord, MeaningRecord, TeamRecord, TermRecord, TopicRecord
from app.domain.content.terms import WEEKDAYS
from app.domain.content.writers.names import dump, in_order, without_empty


def topics(records: list[TopicRecord]) -> str:
    return dump(
        [
            {
                "slug": record.slug,
                "position": record.position,
                "icon": record.icon,
                "names": in_order(record.names),
                **without_empty({"summaries": in_order(record.summaries)}),
            }
            for record in sorted(records, key=lambda record: (record.position, record.slug))
        ]
    )


def terms(records: list[TermRecord]) -> str:
    ordered = sorted(records, key=lambda record: (record.position, record.code))
    return dump([{"code": record.code, "names": in_order(record.names)} for record in ordered])


def areas(records: list[AreaRecord], locations: dict[str, LocationRecord]) -> str:
    """Each place directly before the places that are part of it; a branch with what is known of it."""
    return dump([_area(record) | _branch(locations.get(record.code)) for record in _walk(records, None)])


def _walk(records: list[AreaRecord], parent: str | None) -> list[AreaRecord]:
    found: list[AreaRecord] = []
    here = [record for record in records if record.parent == parent]
    for record in sorted(here, key=lambda record: (record.position, record.code)):
        found += [record, *_walk(records, record.code)]
    return found


def _area(record: AreaRecord) -> dict[str, object]:
    return without_empty(
        {
            "code": record.code,
            "kind": record.kind,
            "parent": record.parent,
            "timezone": record.timezone,
            "holidays": record.holidays,
            "names": in_order(record.names),
            "website": record.website,
            "merged_into": record.merged_into,
            "merged_on": record.merged_on,
        }
    )


def _branch(record: LocationRecord | None) -> dict[str, object]:
    if record is None:
        return {}
    return without_empty(
        {
            "address": record.address,
            "schedule": record.schedule,
            "schedule_source": record.schedule_source,
            "holidays": record.holidays,
            "exceptions": record.exceptions,
            "services": record.services,
        }
    )


def meanings(records: list[MeaningRecord]) -> str:
    return dump(
        [
            {**without_empty({"code": record.code, "whose": record.whose}), "words": in_order(record.words)}
            for record in records
        ]
    )


def team(record: TeamRecord) -> str:
    spans: dict[tuple[str, str], list[str]] = {}
    for day, opens, closes in record.weekly:
        spans.setdefault((opens, closes), []).append(WEEKDAYS[day])
    return dump(
        {
            "timezone": record.timezone,
            "weekly": [{"days": days, "opens": opens, "closes": closes} for (opens, closes), days in spans.items()],
            **without_empty({"holidays": record.holidays}),
            "exceptions": [
                without_empty({"day": day, "opens": opens, "closes": closes, "note": note})
                for day, opens, closes, note in record.exceptions
            ],
        }
    )
