"""Organizations in the database, each with its services and their numbers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import db
from app.domain.content.records import OrganizationRecord
from app.domain.content.rows import services
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.directory.models import Organization, Service


def find() -> dict[str, Organization]:
    deep = selectinload(Organization.services).selectinload(Service.phones)
    return {row.slug: row for row in db.session.scalars(select(Organization).options(deep))}


def record(row: Organization) -> OrganizationRecord:
    return OrganizationRecord(
        slug=row.slug,
        name=row.name,
        country=row.country,
        website=row.website,
        website_state=row.website_state,
        website_source=row.website_source,
        description=dict(row.description),
        services=[services.record(service) for service in sorted(row.services, key=lambda service: service.position)],
    )


def write(wanted: OrganizationRecord, row: Organization | None) -> Organization:
    if row is None:
        row = Organization(slug=wanted.slug, services=[])
        db.session.add(row)
    row.name, row.country, row.description = wanted.name, wanted.country, wanted.description
    row.website, row.website_state = wanted.website, wanted.website_state
    row.website_source = wanted.website_source
    slugs = [service.slug for service in wanted.services]
    known = {service.slug: service for service in row.services}
    if missing := [slug for slug in slugs if slug not in known]:
        elsewhere = db.session.scalars(select(Service).where(Service.slug.in_(missing)))
        known |= {service.slug: service for service in elsewhere}
    services.write(wanted.services, row, known)
    return row


def parts(wanted: OrganizationRecord) -> set[str]:
    """Services stay even when the files drop them: guides, referrals and the statistics point at them."""
    return {f"service {service.slug}" for service in wanted.services}


SHELF = Shelf(Kind.ORGANIZATION, find, record, write, parts)
