"""The world a tree is proved against, as the database has it today: numbers expire, so the proof is made anew."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock, i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory import checkbook
from app.domain.directory.checks import Book
from app.domain.directory.models import Service, ServiceAtLocation
from app.domain.guides.models import Guide, Matter, Topic
from app.domain.guides.terms import GuideStatus
from app.domain.places.areas import places
from app.domain.triage.world import Door, World

ACTIVE = "active"


def world() -> World:
    """Every place, service, guide and topic there is; remembered until content changes."""
    return remembered("triage-world", _world)


def _world() -> World:
    return World(
        places={code: place.chain for code, place in places().items()},
        doors=_doors(),
        guides=_guides(),
        topics=frozenset(session.scalars(select(Topic.slug))),
        languages=tuple(i18n.locales()),
    )


def _doors() -> dict[str, Door]:
    query = select(Service).where(Service.status == ACTIVE).options(selectinload(Service.phones))
    services = session.scalars(query).all()
    book, visited = checkbook.checks_of(services), set(session.scalars(select(ServiceAtLocation.service_id)))
    return {row.slug: _door(row, book, row.id in visited) for row in services}


def _door(service: Service, book: Book, visited: bool) -> Door:
    now, owner = clock.now(), service.organization
    pressable = (
        visited
        or any(book.phone(phone, now).visible for phone in service.phones)
        or book.service(service, now).visible
        or book.organization(owner, now).visible
    )
    described = frozenset(service.name) & frozenset(service.description)
    return Door(tuple(service.areas or ()), described, pressable, frozenset(service.application_process or {}))


def _guides() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, country, status in session.execute(
        select(Matter.code, Guide.country, Guide.status).outerjoin(Guide, Guide.matter_id == Matter.id)
    ):
        found[code].update({country or ""} if status == GuideStatus.PUBLISHED else ())
    return {code: frozenset(countries) for code, countries in found.items()}
