"""Organizations in the database, each with its services and their numbers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import db
from app.core.ids import stable_uuid
from app.domain.content.records import OrganizationRecord
from app.domain.content.rows import services
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.directory.models import Organization, Service, TaxonomyTerm


def find() -> dict[str, Organization]:
    """Every one by slug, also those of a package: `foreign` tells them apart."""
    services = selectinload(Organization.services)
    deep = (
        services.selectinload(Service.phones),
        services.selectinload(Service.terms).joinedload(TaxonomyTerm.taxonomy),
    )
    return {row.slug: row for row in db.session.scalars(select(Organization).options(*deep))}


def record(row: Organization) -> OrganizationRecord:
    return OrganizationRecord(
        slug=row.slug,
        name=row.name,
        country=row.country,
        website=row.website,
        website_state=row.website_state,
        website_source=row.website_source,
        description=dict(row.description),
        services=[services.record(service) for service in _own(row)],
        alternate_name=row.alternate_name,
        parent=row.parent,
        website_languages=list(row.website_languages),
    )


def write(wanted: OrganizationRecord, row: Organization | None) -> Organization:
    if row is None:
        row = Organization(slug=wanted.slug, services=[], hsds_id=stable_uuid("organization", wanted.slug))
        db.session.add(row)
    row.name, row.country, row.description = wanted.name, wanted.country, wanted.description
    row.website, row.website_state = wanted.website, wanted.website_state
    row.website_source, row.website_languages = wanted.website_source, wanted.website_languages
    row.alternate_name, row.parent = wanted.alternate_name, wanted.parent
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


def _own(row: Organization) -> list[Service]:
    return sorted((one for one in row.services if not one.origin), key=lambda service: service.position)


def foreign(wanted: OrganizationRecord, row: Organization | None) -> bool:
    """Whether it, or a service of its, has the name of something that came with a package."""
    if row is not None and row.origin:
        return True
    slugs = [service.slug for service in wanted.services]
    query = select(Service.id).where(Service.slug.in_(slugs), Service.origin.is_not(None)).limit(1)
    return db.session.execute(query).first() is not None


SHELF = Shelf(Kind.ORGANIZATION, find, record, write, parts, foreign)
