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
                "country": record.country,
                "website": record.website,
                "website_state": record.website_state,
                "website_source": record.website_source,
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
            "areas": record.areas,
            "urgent": record.urgent,
            "url": record.url,
            "url_state": record.url_state,
            "languages": record.languages,
            "documents": in_order(record.documents),
            "schedule": record.schedule,
            "schedule_source": record.schedule_source,
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
        }
    )
