"""An organization's services in the database."""

from __future__ import annotations

from datetime import date

from app.core import db
from app.core.ids import stable_uuid
from app.domain.content.readers.costs import tidy
from app.domain.content.records import ServiceRecord
from app.domain.content.rows import phones, spans, terms
from app.domain.content.terms import KINDS, TOPICS
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
        url_languages=list(row.url_languages),
        areas=list(row.areas),
        languages=list(row.languages),
        schedule=spans.weekly(row.schedule),
        schedule_source=row.schedule_source,
        holidays=row.holidays,
        exceptions=spans.single_days(row.exceptions),
        phones=[phones.record(phone) for phone in sorted(row.phones, key=lambda phone: phone.position)],
        terms=sorted({term.code for term in row.terms if term.taxonomy.code in (TOPICS, KINDS)}),
        general=row.general,
        application_process=dict(row.application_process),
        eligibility=dict(row.eligibility),
        minimum_age=row.minimum_age,
        maximum_age=row.maximum_age,
        fees=dict(row.fees),
        cost_options=[tidy(cost) for cost in row.cost_options],
        alert=dict(row.alert),
        alert_until=row.alert_until.isoformat() if row.alert_until else None,
    )


def write(wanted: list[ServiceRecord], organization: Organization, known: dict[str, Service]) -> None:
    """`known` is every service by slug: one may have moved here from another organization's file."""
    for position, said in enumerate(wanted):
        row = known.get(said.slug)
        if row is None:
            row = Service(slug=said.slug, phones=[], terms=[], hsds_id=stable_uuid("service", said.slug))
            db.session.add(row)
        row.organization = organization
        row.position = position
        _fill(row, said)
        _fill_more(row, said)
        phones.write(said.phones, row)


def _fill(row: Service, said: ServiceRecord) -> None:
    row.name, row.description, row.cannot = said.name, said.description, said.cannot
    row.documents, row.urgent = said.documents, said.urgent
    row.url, row.url_state, row.url_languages = said.url, said.url_state, said.url_languages
    row.areas, row.languages = said.areas, said.languages
    row.schedule, row.schedule_source = said.schedule, said.schedule_source
    row.holidays, row.exceptions = said.holidays, said.exceptions


def _fill_more(row: Service, said: ServiceRecord) -> None:
    row.terms, row.general = terms.ours(said.terms), said.general
    row.application_process, row.eligibility = said.application_process, said.eligibility
    row.minimum_age, row.maximum_age = said.minimum_age, said.maximum_age
    row.fees, row.cost_options = said.fees, said.cost_options
    row.alert = said.alert
    row.alert_until = date.fromisoformat(said.alert_until) if said.alert_until else None
