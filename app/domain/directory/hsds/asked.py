"""What somebody may ask of the lists, and which rows answer: filters that combine, in an order that stays."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select

from app.core import i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory.models import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Taxonomy,
    TaxonomyTerm,
)
from app.domain.places.areas import places

EARTH_METRES = 6_371_000
Ids = list[int]
AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True)
class Asked:
    """One question to a list; what is None was not asked."""

    search: str | None = None
    taxonomy_term_id: str | None = None
    taxonomy_id: str | None = None
    organization_id: str | None = None
    modified_after: datetime | None = None
    parent_id: str | None = None
    top_only: bool = False
    postcode: str | None = None
    proximity: float | None = None


def services(asked: Asked) -> Ids:
    """Row ids, the one changed longest ago first: who reads on from the last moment seen misses nothing."""
    query = select(Service.id).order_by(Service.last_modified, Service.id)
    found = list(session.scalars(_of_services(query, asked, Service.last_modified)))
    return _saying(found, asked.search, "service")


def service_at_locations(asked: Asked) -> Ids:
    query = (
        select(ServiceAtLocation.id, ServiceAtLocation.service_id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .order_by(ServiceAtLocation.last_modified, ServiceAtLocation.id)
    )
    rows = session.execute(_of_services(query, asked, ServiceAtLocation.last_modified)).all()
    if asked.search:
        said = set(_saying({row.service_id for row in rows}, asked.search, "service"))
        here = set(_saying([row.id for row in rows], asked.search, "service_at_location"))
        rows = [row for row in rows if row.service_id in said or row.id in here]
    found = [row.id for row in rows]
    return _near(found, asked) if asked.postcode else found


def organizations(asked: Asked) -> Ids:
    found = list(session.scalars(select(Organization.id).order_by(Organization.last_modified, Organization.id)))
    return _saying(found, asked.search, "organization")


def taxonomies(asked: Asked) -> Ids:
    found = list(session.scalars(select(Taxonomy.id).order_by(Taxonomy.id)))
    return _saying(found, asked.search, "taxonomy")


def taxonomy_terms(asked: Asked) -> Ids:
    query = select(TaxonomyTerm.id).order_by(TaxonomyTerm.taxonomy_id, TaxonomyTerm.position, TaxonomyTerm.id)
    if asked.taxonomy_id:
        query = query.join(Taxonomy).where(Taxonomy.hsds_id == asked.taxonomy_id)
    if asked.parent_id:
        above = select(TaxonomyTerm.id).where(TaxonomyTerm.hsds_id == asked.parent_id)
        query = query.where(TaxonomyTerm.parent_id.in_(above))
    if asked.top_only:
        query = query.where(TaxonomyTerm.parent_id.is_(None))
    return _saying(list(session.scalars(query)), asked.search, "taxonomy_term")


def _of_services(query: AnySelect, asked: Asked, changed: Any) -> AnySelect:
    if asked.taxonomy_term_id:
        named = TaxonomyTerm.hsds_id == asked.taxonomy_term_id
        query = query.where(exists().where(_sorted_as(), named))
    if asked.taxonomy_id:
        within = Taxonomy.hsds_id == asked.taxonomy_id
        query = query.where(exists().where(_sorted_as(), Taxonomy.id == TaxonomyTerm.taxonomy_id, within))
    if asked.organization_id:
        body = select(Organization.id).where(Organization.hsds_id == asked.organization_id)
        query = query.where(Service.organization_id.in_(body))
    return query.where(changed >= asked.modified_after) if asked.modified_after else query


def _sorted_as() -> Any:
    return (ServiceTerm.service_id == Service.id) & (ServiceTerm.term_id == TaxonomyTerm.id)


def fold(text: str) -> str:
    """As it is searched: small letters without their marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _saying(ids: Iterable[int], search: str | None, entity: str) -> Ids:
    """Those with every word of the search somewhere in their names and descriptions, in the language in use."""
    words = fold(search or "").split()
    if not words:
        return list(ids)
    texts = remembered(("hsds words", entity, i18n.current().code), lambda: _texts(entity))
    return [one for one in ids if all(word in texts.get(one, "") for word in words)]


def _texts(entity: str) -> dict[int, str]:
    return {
        row[0]: fold(" \n ".join(_said(part) for part in row[1:] if part)) for row in session.execute(_WORDS[entity])
    }


def _said(part: Any) -> str:
    return i18n.say(part) if isinstance(part, dict) else str(part)


_WORDS: dict[str, AnySelect] = {
    "service": select(
        Service.id, Service.name, Service.description, Organization.name, Organization.alternate_name
    ).join(Organization, Organization.id == Service.organization_id),
    "service_at_location": select(ServiceAtLocation.id, Location.name, Location.description).join(
        Location, Location.id == ServiceAtLocation.location_id
    ),
    "organization": select(Organization.id, Organization.name, Organization.alternate_name, Organization.description),
    "taxonomy": select(Taxonomy.id, Taxonomy.name, Taxonomy.description),
    "taxonomy_term": select(TaxonomyTerm.id, TaxonomyTerm.name, TaxonomyTerm.description, TaxonomyTerm.code),
}


@dataclass(frozen=True)
class Spot:
    """Where a service is given: as much of it as the filters by place ask for."""

    postcode: str
    chain: tuple[str, ...]
    at: tuple[float, float] | None
    areas: tuple[str, ...]


def _near(ids: Ids, asked: Asked) -> Ids:
    """Within so many metres of the postcode; without a distance, there or for people who live there."""
    spots = remembered("hsds spots", _spots)
    wanted = postcode(asked.postcode or "")
    here = [spot for spot in spots.values() if spot.postcode == wanted]
    if asked.proximity is None:
        covered = {code for spot in here for code in spot.chain}
        return [key for key in ids if (spot := spots.get(key)) and (spot in here or covered & set(spot.areas))]
    known = {spot.at for spot in here if spot.at}
    if not known:
        return []
    centre = (sum(at[0] for at in known) / len(known), sum(at[1] for at in known) / len(known))
    near = {key for key, spot in spots.items() if spot.at and metres(centre, spot.at) <= asked.proximity}
    return [key for key in ids if key in near]


def _spots() -> dict[int, Spot]:
    every = places()
    rows = session.execute(
        select(ServiceAtLocation.id, Service.areas, Location)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(Location, Location.id == ServiceAtLocation.location_id)
    )
    found: dict[int, Spot] = {}
    for key, areas, row in rows:
        place = every.get(row.area.code) if row.area else None
        at = (row.latitude, row.longitude) if row.latitude is not None and row.longitude is not None else None
        code = postcode((row.address or {}).get("postal_code", ""))
        found[key] = Spot(code, place.chain if place else (), at, tuple(areas))
    return found


def postcode(said: str) -> str:
    """As it is compared: without spaces, in capitals."""
    return "".join(said.split()).upper()


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the ground, on a round earth."""
    north, south = math.radians(one[0]), math.radians(other[0])
    half = math.sin((south - north) / 2) ** 2
    wide = math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(half + math.cos(north) * math.cos(south) * wide)))
