"""The libraries one can go to: address, hours, what is offered there, and what is not known yet."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.core import clock, i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory import hours, queries
from app.domain.directory.hours import Day
from app.domain.directory.models import Location, Service, ServiceAtLocation
from app.domain.directory.nearest import is_local, serves
from app.domain.directory.terms import LIBRARY
from app.domain.directory.views import ServiceView
from app.domain.places.areas import Place, places
from app.domain.places.models import Area
from app.domain.places.terms import AreaKind

DAYS = 7
# What a branch's page should say, in the order staff are asked for it.
WANTED = ("website", "address", "hours", "holidays", "checked")
_ROWS = select(
    Area.code, Location.id, Location.public_id, Location.address, Location.latitude, Location.longitude, Location.schedule,
    Location.schedule_source, Location.holidays, Location.exceptions, Location.assured_date, Location.assured_by,
).join(Area, Area.id == Location.area_id)  # fmt: skip
_OFFERED = (
    select(ServiceAtLocation.location_id, Service.slug)
    .join(Service, Service.id == ServiceAtLocation.service_id)
    .order_by(Service.slug != LIBRARY, Service.position, Service.id)
)


@dataclass(frozen=True)
class Branch:
    """What is known of a branch beside its area. `services` are slugs, the library's own first."""

    place: Place
    public_id: str
    address: dict[str, str]
    latitude: float | None
    longitude: float | None
    schedule: list[dict[str, Any]]
    schedule_source: str
    holidays: str | None
    exceptions: list[dict[str, Any]]
    assured_date: date | None
    assured_by: str | None
    services: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of WANTED nobody has told us."""
        known = {
            "website": self.place.website,
            "address": self.address.get("address_1"),
            "hours": self.schedule,
            "holidays": self.holidays,
            "checked": self.assured_date,
        }
        return tuple(one for one in WANTED if not known[one])

    @property
    def version(self) -> str:
        """Two forms with the same version looked at the same thing."""
        said = [
            self.place.website, self.address, self.schedule, self.schedule_source, self.holidays, self.exceptions,
            str(self.assured_date), self.assured_by, sorted(self.services),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]

    def open_now(self, moment: datetime) -> bool | None:
        return hours.open_now(self.schedule, self.place.country, moment, self.holidays, self.exceptions)

    def coming(self) -> list[Day]:
        """Today and the six days after it, by the clock of the place; empty where the hours are not known."""
        if not self.schedule and not self.exceptions:
            return []
        first = clock.today(self.place.timezone)
        language = i18n.current().code
        return hours.days_from(self.schedule, self.place.country, first, DAYS, self.holidays, self.exceptions, language)


def branch(code: str) -> Branch | None:
    """What is known of the branch with this area code; None for what is no branch."""
    return branches().get(code)


def fresh(code: str) -> Branch | None:
    """As the rows are at this moment, for whoever is about to change them."""
    found = _branches().get(code)
    website = select(Area.website).where(Area.code == code)
    return found and replace(found, place=replace(found.place, website=session.execute(website).scalar()))


def branches() -> dict[str, Branch]:
    """Every branch that stands, by its area's code, in the order of the areas. One of which nothing is known has its row too."""
    return remembered("branches", _branches)


def coming(exceptions: Sequence[dict[str, Any]], timezone: str) -> list[dict[str, Any]]:
    """Single days from today on; those gone by are nobody's business."""
    first = clock.today(timezone).isoformat()
    return [row for row in exceptions if str(row.get("day", "")) >= first]


def offerable(place: Place) -> list[ServiceView]:
    """What a branch may say is offered there: the services of its own municipality, and the country's general ones."""
    own = [one for one in queries.every_service() if is_local(one, place)]
    general = [one for one in queries.every_service() if one.general and serves(one, place.country) and one not in own]
    return [one for one in (*own, *general) if one.slug != LIBRARY]


def _branches() -> dict[str, Branch]:
    rows = {row.code: row for row in session.execute(_ROWS)}
    offered: dict[int, list[str]] = defaultdict(list)
    for location, slug in session.execute(_OFFERED):
        offered[location].append(slug)
    every = (place for place in places().values() if place.kind == AreaKind.BRANCH and place.stands)
    return {place.code: _branch(place, rows.get(place.code), offered) for place in every}


def _branch(place: Place, row: Any, offered: dict[int, list[str]]) -> Branch:
    if row is None:
        return Branch(place, "", {}, None, None, [], "", None, [], None, None, ())
    return Branch(
        place, row.public_id, row.address, row.latitude, row.longitude, row.schedule, row.schedule_source or "",
        row.holidays, row.exceptions, row.assured_date, row.assured_by, tuple(offered[row.id]),
    )  # fmt: skip
