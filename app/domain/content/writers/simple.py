"""Writes topics.yaml, areas.yaml, team.yaml, lexicon.yaml and elsewhere.yaml."""

from __future__ import annotations

from app.domain.content.records import AreaRecord, MeaningRecord, TeamRecord, TopicRecord
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


def areas(records: list[AreaRecord]) -> str:
    """Each place directly before the places that are part of it."""
    return dump([_area(record) for record in _walk(records, None)])


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
