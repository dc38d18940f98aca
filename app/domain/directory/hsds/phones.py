"""A package's phones into rows. They are nobody's checked numbers: not shown until a person looked them up."""

from __future__ import annotations

from app.core.db import session
from app.domain.directory.hsds import columns
from app.domain.directory.hsds.parcel import Doc, Thing, organization_of
from app.domain.directory.hsds.rows import Rows, change
from app.domain.directory.models import Phone, Service


def write(rows: Rows) -> None:
    """The same id, the same row: its checks stay with it, and so does a number that a check corrected."""
    known = {phone.hsds_id: phone for row in rows.services.values() for phone in row.phones}
    wanted = _wanted(rows)
    for key in set(known) - set(wanted):
        if known[key].service.hsds_id in rows.parcel.things["service"]:
            rows.away("phone", known.pop(key))
    session.flush()
    for position, (key, (service, said)) in enumerate(wanted.items()):
        row = known.get(key)
        if row is None:
            session.add(Phone(hsds_id=key, service=service, position=position, **said))
            continue
        before = rows.phones_before.get(key)
        if before and columns.dialled(before) == said["number"]:
            del said["number"]
        change(row, {**said, "service": service, "position": position})


def _wanted(rows: Rows) -> dict[str, tuple[Service, Doc]]:
    """Every number that can be dialled, with the service it is for."""
    homes = _Homes(rows)
    found: dict[str, tuple[Service, Doc]] = {}
    for thing in rows.parcel.all("phone"):
        said, service = columns.phone(thing.doc, rows.language, rows.publisher), homes.of(thing)
        if said and service:
            found[thing.id] = (service, said)
    return found


class _Homes:
    """Which service answers a number: the one it stands in, the one at its place, or its organization's first."""

    def __init__(self, rows: Rows) -> None:
        self.services = rows.services
        self.at: dict[str, Service] = {}
        for place in rows.places.values():
            self.at.setdefault(place.hsds_id, place.service)
            self.at.setdefault(place.location.hsds_id, place.service)
        self.first: dict[str | None, Service] = {}
        for one in rows.parcel.all("service"):
            self.first.setdefault(organization_of(one, rows.parcel), rows.services[one.id])

    def of(self, phone: Thing) -> Service | None:
        return (
            self.services.get(phone.owner("service") or "")
            or self.at.get(phone.owner("service_at_location") or "")
            or self.at.get(phone.owner("location") or "")
            or self.first.get(phone.owner("organization"))
        )
