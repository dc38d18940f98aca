"""Rows for many HSDS objects at once: a page of fifty services is a dozen queries, never fifty."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import session
from app.domain.directory import checkbook
from app.domain.directory.checks import Book
from app.domain.directory.hsds.owners import parts
from app.domain.directory.hsds.rows import phones_in
from app.domain.directory.models import Location, Organization, Phone, Service, ServiceAtLocation, TaxonomyTerm


@dataclass
class Shelf:
    """What one batch needs, fetched. `numbers` are the phones that imported documents name, by their HSDS id."""

    book: Book = field(default_factory=Book)
    places: dict[int, list[ServiceAtLocation]] = field(default_factory=lambda: defaultdict(list))
    services: dict[int, list[Service]] = field(default_factory=lambda: defaultdict(list))
    locations: dict[int, list[Location]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, Phone] = field(default_factory=dict)
    moment: datetime = field(default_factory=clock.now)


def services(ids: Collection[int], full: bool) -> tuple[list[Service], Shelf]:
    """These services in the order of their ids, with what their documents need."""
    options = [selectinload(Service.phones), *_sorted_by()] if full else [selectinload(Service.phones)]
    rows = in_order(Service, ids, *options)
    shelf = Shelf()
    if full:
        _places(shelf, rows)
    return rows, _finish(shelf, rows, {row.organization_id: row.organization for row in rows}.values(), full)


def places(ids: Collection[int], full: bool) -> tuple[list[ServiceAtLocation], Shelf]:
    """Services at locations with both ends."""
    deep = joinedload(ServiceAtLocation.service)
    options = [deep.selectinload(Service.phones)]
    if full:
        options.append(deep.selectinload(Service.terms).joinedload(TaxonomyTerm.taxonomy))
    where = joinedload(ServiceAtLocation.location).joinedload(Location.area)
    rows = in_order(ServiceAtLocation, ids, *options, where)
    offered = list({row.service_id: row.service for row in rows}.values())
    bodies = {row.organization_id: row.organization for row in offered}.values()
    return rows, _finish(Shelf(), offered, bodies, full, [row.location for row in rows], rows)


def organizations(ids: Collection[int], full: bool, full_service: bool) -> tuple[list[Organization], Shelf]:
    """Organizations, with their locations and services where these are asked for."""
    rows, shelf = in_order(Organization, ids), Shelf()
    offered: list[Service] = []
    if full:
        options = (selectinload(Service.phones), *(_sorted_by() if full_service else ()))
        for some in parts(ids):
            query = select(Service).where(Service.organization_id.in_(some)).order_by(Service.position, Service.id)
            offered += session.scalars(query.options(*options))
            place = select(Location).where(Location.organization_id.in_(some)).order_by(Location.id)
            for location in session.scalars(place.options(joinedload(Location.area))):
                shelf.locations[location.organization_id or 0].append(location)
        for service in offered:
            shelf.services[service.organization_id].append(service)
        if full_service:
            _places(shelf, offered)
    here = [place for listed in shelf.locations.values() for place in listed]
    return rows, _finish(shelf, offered, rows, full, here)


def locations(ids: Collection[int]) -> tuple[list[Location], Shelf]:
    """Locations on their own."""
    rows = in_order(Location, ids, joinedload(Location.area), joinedload(Location.organization))
    return rows, _finish(Shelf(), [], [], True, rows)


def _sorted_by() -> tuple[Any, ...]:
    return (selectinload(Service.terms).joinedload(TaxonomyTerm.taxonomy),)


def _places(shelf: Shelf, rows: Sequence[Service]) -> None:
    for some in parts(row.id for row in rows):
        query = select(ServiceAtLocation).where(ServiceAtLocation.service_id.in_(some)).order_by(ServiceAtLocation.id)
        deep = joinedload(ServiceAtLocation.location).joinedload(Location.area)
        for place in session.scalars(query.options(deep)):
            shelf.places[place.service_id].append(place)


def _finish(
    shelf: Shelf,
    rows: Sequence[Service],
    bodies: Iterable[Organization],
    full: bool,
    locations: Sequence[Location] = (),
    ends: Sequence[ServiceAtLocation] = (),
) -> Shelf:
    """The checks of everything on the shelf, parents' ids, and the numbers that imported documents name."""
    bodies = list(bodies)
    named: dict[str, Phone] = {}
    if full:
        at = [place for listed in shelf.places.values() for place in listed]
        things: list[Any] = [*rows, *bodies, *locations, *ends, *at, *(place.location for place in at)]
        wanted = {doc["id"] for thing in things if thing.origin for doc in phones_in(thing.imported)}
        for some in parts(sorted(wanted)):
            query = select(Phone).where(Phone.hsds_id.in_(some)).options(joinedload(Phone.service))
            named |= {str(phone.hsds_id): phone for phone in session.scalars(query)}
    shelf.numbers = named
    phones = {phone.id for row in rows for phone in row.phones} | {phone.id for phone in named.values()}
    shelf.book = checkbook.checks_for(phones, [row.id for row in rows], [row.id for row in bodies])
    above = {row.parent for row in bodies if row.parent}
    if above:
        query_above = select(Organization.slug, Organization.hsds_id).where(Organization.slug.in_(above))
        shelf.parents = {slug: str(key) for slug, key in session.execute(query_above)}
    return shelf


def in_order(table: Any, ids: Collection[int], *options: Any) -> list[Any]:
    """Rows in the order of their ids."""
    found: dict[int, Any] = {}
    for some in parts(ids):
        found |= {row.id: row for row in session.scalars(select(table).where(table.id.in_(some)).options(*options))}
    return [found[one] for one in ids if one in found]
