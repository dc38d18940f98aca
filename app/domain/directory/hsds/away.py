"""What a package no longer has: services stay, inactive, because guides, referrals and figures point at them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.core.db import session
from app.domain.directory.hsds.rows import Rows
from app.domain.directory.models import (
    Location,
    Organization,
    Package,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

INACTIVE = "inactive"


def put_away(rows: Rows) -> None:
    """After everything that is there was written."""
    things = rows.parcel.things
    for key, row in rows.services.items():
        if key not in things["service"] and row.status != INACTIVE:
            row.status = INACTIVE
            rows.gone["service"] = rows.gone.get("service", 0) + 1
    used = {row.organization_id for row in rows.services.values()}
    _gone(rows, "location", rows.locations, set())
    _gone(rows, "organization", rows.organizations, used)
    _gone(rows, "taxonomy_term", rows.terms, set())
    session.flush()
    kept = {row.taxonomy_id for key, row in rows.terms.items() if key in things["taxonomy_term"]}
    _gone(rows, "taxonomy", rows.taxonomies, kept)
    session.flush()


def _gone(rows: Rows, entity: str, known: dict[str, Any], used: set[int]) -> None:
    for key, row in known.items():
        if key not in rows.parcel.things[entity] and row.id not in used:
            rows.away(entity, row)


def remove(package: Package) -> dict[str, int]:
    """Everything that came with a package. A service that a guide names stays, inactive, and so does its organization.

    Gives how many services were `removed` and how many `kept`.
    """
    session.execute(delete(ServiceAtLocation).where(ServiceAtLocation.origin == package.code))
    session.execute(delete(Location).where(Location.origin == package.code))
    removed = kept = 0
    for row in list(session.scalars(select(Service).where(Service.origin == package.code))):
        try:
            with session.begin_nested():
                session.execute(delete(Service).where(Service.id == row.id))
            removed += 1
        except IntegrityError:
            row.status = INACTIVE
            kept += 1
    session.flush()
    busy = select(Service.organization_id)
    session.execute(delete(Organization).where(Organization.origin == package.code, Organization.id.not_in(busy)))
    session.execute(delete(TaxonomyTerm).where(TaxonomyTerm.origin == package.code))
    used = select(TaxonomyTerm.taxonomy_id)
    session.execute(delete(Taxonomy).where(Taxonomy.origin == package.code, Taxonomy.id.not_in(used)))
    if kept:
        package.counts = {"service": kept}
    else:
        session.delete(package)
    session.expire_all()
    return {"removed": removed, "kept": kept}
