"""What stands beside services: shelves and kinds, places, registers. Read whole, once for each content version."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory.hours import open_now
from app.domain.directory.models import (
    Location,
    Organization,
    Package,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from app.domain.directory.views import Register, Spot, Term
from app.domain.places.models import Area

TOPIC, KIND = "topic", "kind"
_place = aliased(Area)
_TERMS = (
    select(
        ServiceTerm.service_id, Taxonomy.code.label("taxonomy"), TaxonomyTerm.code, TaxonomyTerm.name,
        TaxonomyTerm.position,
    )
    .join(TaxonomyTerm, TaxonomyTerm.id == ServiceTerm.term_id)
    .join(Taxonomy, Taxonomy.id == TaxonomyTerm.taxonomy_id)
    .order_by(TaxonomyTerm.position, TaxonomyTerm.id)
)  # fmt: skip
_SPOTS = (
    select(
        ServiceAtLocation.service_id, ServiceAtLocation.description.label("here"), Location.name, Location.address,
        Location.latitude, Location.longitude, Location.schedule, Location.holidays, Location.exceptions,
        Location.assured_date, _place.code.label("area"), _place.names.label("area_names"), Organization.country,
    )
    .join(Location, Location.id == ServiceAtLocation.location_id)
    .outerjoin(_place, _place.id == Location.area_id)
    .outerjoin(Organization, Organization.id == Location.organization_id)
    .order_by(_place.position, Location.id)
)  # fmt: skip


def terms() -> dict[int, tuple[Term, ...]]:
    """Every service's shelves and kinds, by the service's row."""
    return remembered("service_terms", _terms)


def spots() -> dict[int, tuple[Spot, ...]]:
    """Every service's places, by the service's row."""
    return remembered("service_spots", _spots)


def registers() -> dict[str, Register]:
    """Every package that was imported, by its code."""
    return remembered("registers", _registers)


def _terms() -> dict[int, tuple[Term, ...]]:
    found: dict[int, list[Term]] = defaultdict(list)
    for row in session.execute(_TERMS):
        found[row.service_id].append(Term(row.taxonomy, row.code, row.name, row.position))
    return {key: tuple(rows) for key, rows in found.items()}


def _spots() -> dict[int, tuple[Spot, ...]]:
    found: dict[int, list[Spot]] = defaultdict(list)
    moment = clock.now()
    for row in session.execute(_SPOTS):
        country = row.area.split("-")[0].lower() if row.area else row.country
        state = open_now(row.schedule, country, moment, row.holidays, row.exceptions)
        place = Spot(
            row.name or row.area_names or {}, row.area, row.address, row.latitude, row.longitude, row.here,
            row.schedule, state, row.assured_date,
        )  # fmt: skip
        found[row.service_id].append(place)
    return {key: tuple(rows) for key, rows in found.items()}


def _registers() -> dict[str, Register]:
    rows = session.execute(select(Package.code, Package.publisher, Package.imported_at))
    return {row.code: Register(row.publisher, row.imported_at) for row in rows}
