"""Writes actors/<organization-slug>.yaml."""

from __future__ import annotations

from typing import Any

from app.domain.content.records import OrganizationRecord, PhoneRecord, ServiceRecord
from app.domain.content.writers.names import dump, in_order, without_empty


def write(record: OrganizationRecord) -> str:
    return dump(
        without_empty(
            {
                "slug": record.slug,
                "name": record.name,
                "alternate_name": record.alternate_name,
                "parent": record.parent,
                "country": record.country,
                "website": record.website,
                "website_state": record.website_state,
                "website_source": record.website_source,
                "website_languages": record.website_languages,
                "description": in_order(record.description),
                "services": [_service(service) for service in record.services],
            }
        )
    )


def _service(record: ServiceRecord) -> dict[str, Any]:
    return without_empty(
        {
            "slug": record.slug,
            "name": in_order(record.name),
            "description": in_order(record.description),
            "cannot": in_order(record.cannot),
            "application_process": in_order(record.application_process),
            "areas": record.areas,
            "terms": record.terms,
            "general": record.general or None,
            "urgent": record.urgent,
            "alert": in_order(record.alert),
            "alert_until": record.alert_until,
            "url": record.url,
            "url_state": record.url_state,
            "url_languages": record.url_languages,
            "languages": record.languages,
            "documents": in_order(record.documents),
            "eligibility": in_order(record.eligibility),
            "minimum_age": record.minimum_age,
            "maximum_age": record.maximum_age,
            "fees": in_order(record.fees),
            "cost_options": record.cost_options,
            "schedule": record.schedule,
            "schedule_source": record.schedule_source,
            "holidays": record.holidays,
            "exceptions": record.exceptions,
            "phones": [_phone(phone) for phone in record.phones],
        }
    )


def _phone(record: PhoneRecord) -> dict[str, Any]:
    return without_empty(
        {
            "number": record.number,
            "kind": record.kind,
            "label": in_order(record.label),
            "confidence": record.confidence,
            "source": record.source,
            "urgent": record.urgent,
            "languages": record.languages,
            "schedule": record.schedule,
            "schedule_source": record.schedule_source,
        }
    )
