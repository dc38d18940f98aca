"""The branches' locations in the database: address, hours, and the services one meets there."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import db
from app.core.ids import stable_uuid
from app.domain.content.records import LocationRecord
from app.domain.content.rows import spans
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.directory.models import Location, Service, ServiceAtLocation
from app.domain.directory.terms import LIBRARY
from app.domain.places.models import Area


def find() -> dict[str, Location]:
    query = select(Location).options(joinedload(Location.area)).where(Location.area_id.is_not(None))
    return {row.area.code: row for row in db.session.scalars(query) if row.area}


def record(row: Location) -> LocationRecord:
    return LocationRecord(
        area=row.area.code if row.area else "",
        address=dict(row.address),
        schedule=spans.weekly(row.schedule),
        schedule_source=row.schedule_source,
        holidays=row.holidays,
        exceptions=spans.single_days(row.exceptions),
        services=sorted({one.service.slug for one in _offered(row)} - {LIBRARY}),
    )


def write(wanted: LocationRecord, row: Location | None) -> Location:
    if row is None:
        area = db.session.scalars(select(Area).where(Area.code == wanted.area)).one()
        row = Location(area=area, hsds_id=stable_uuid("location", wanted.area))
        db.session.add(row)
        db.session.flush()
    row.address, row.holidays = wanted.address, wanted.holidays
    row.schedule, row.schedule_source = wanted.schedule, wanted.schedule_source
    row.exceptions = wanted.exceptions
    _offer(row, {*wanted.services, LIBRARY})
    return row


def complete() -> None:
    """A branch's location is called as its area is, and offers the library's own help, whatever else is known."""
    for row in find().values():
        if row.area and row.name != row.area.names:
            row.name = dict(row.area.names)
        _offer(row, {one.service.slug for one in _offered(row)} | {LIBRARY})


def _offer(row: Location, slugs: set[str]) -> None:
    """These of our services and no others; what came with a package stays."""
    there = {one.service.slug: one for one in _offered(row)}
    for slug in there.keys() - slugs:
        db.session.delete(there[slug])
    missing = slugs - there.keys()
    if not missing:
        return
    for service in db.session.scalars(select(Service).where(Service.slug.in_(missing), Service.origin.is_(None))):
        code = row.area.code if row.area else ""
        named = stable_uuid("service_at_location", f"{service.slug}@{code}")
        db.session.add(ServiceAtLocation(service=service, location=row, hsds_id=named))
    db.session.flush()


def _offered(row: Location) -> list[ServiceAtLocation]:
    query = select(ServiceAtLocation).options(joinedload(ServiceAtLocation.service))
    found = db.session.scalars(query.where(ServiceAtLocation.location_id == row.id, ServiceAtLocation.origin.is_(None)))
    return list(found)


SHELF = Shelf(Kind.LOCATION, find, record, write, settle=complete)
