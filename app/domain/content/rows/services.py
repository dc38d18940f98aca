"""An organization's services in the database."""

from __future__ import annotations

from typing import Any

from app.core import db
from app.domain.content.records import ServiceRecord
from app.domain.content.rows import phones
from app.domain.directory.models import Organization, Service


def record(row: Service) -> ServiceRecord:
    return ServiceRecord(
        slug=row.slug,
        name=dict(row.name),
        description=dict(row.description),
        cannot=dict(row.cannot),
        documents=dict(row.documents),
        urgent=row.urgent,
        url=row.url,
        url_state=row.url_state,
        areas=list(row.areas),
        languages=list(row.languages),
        schedule=[_span(span) for span in row.schedule],
        schedule_source=row.schedule_source,
        phones=[phones.record(phone) for phone in sorted(row.phones, key=lambda phone: phone.position)],
    )


def write(wanted: list[ServiceRecord], organization: Organization, known: dict[str, Service]) -> None:
    """`known` is every service by slug: one may have moved here from another organization's file."""
    for position, said in enumerate(wanted):
        row = known.get(said.slug)
        if row is None:
            row = Service(slug=said.slug, phones=[])
            db.session.add(row)
        row.organization = organization
        row.position = position
        _fill(row, said)
        phones.write(said.phones, row)


def _fill(row: Service, said: ServiceRecord) -> None:
    row.name, row.description, row.cannot = said.name, said.description, said.cannot
    row.documents, row.urgent = said.documents, said.urgent
    row.url, row.url_state = said.url, said.url_state
    row.areas, row.languages = said.areas, said.languages
    row.schedule, row.schedule_source = said.schedule, said.schedule_source


def _span(span: dict[str, Any]) -> dict[str, Any]:
    return {key: span[key] for key in ("days", "opens", "closes") if key in span}
