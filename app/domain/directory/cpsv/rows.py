"""What the description is made of: public bodies, what they do, and where. Read here, written down elsewhere."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.i18n import gettext as _
from app.domain.directory import queries
from app.domain.directory.bodies import is_public_body
from app.domain.directory.models import Organization, Service
from app.domain.directory.views import ServiceView
from app.domain.places.areas import Place, places


@dataclass(frozen=True)
class PublicBody:
    """`areas` are the codes of what it covers; never empty."""

    id: str
    slug: str
    name: str
    alternate_name: str | None
    country: str | None
    website: str | None
    areas: tuple[str, ...]


@dataclass(frozen=True)
class PublicService:
    id: str
    view: ServiceView
    body: PublicBody
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything that is told, and the places it speaks of."""

    about: dict[str, str]
    services: tuple[PublicService, ...]
    places: dict[str, Place]


def catalogue() -> Catalogue:
    """The services of public bodies that a reader may see today, with the numbers that may be shown today."""
    by_body: dict[str, list[ServiceView]] = defaultdict(list)
    for view in queries.every_service():
        by_body[view.organization].append(view)
    ids = {row.slug: row.hsds_id for row in session.execute(select(Service.slug, Service.hsds_id))}
    found: list[PublicService] = []
    known = places()
    for row in session.scalars(select(Organization).order_by(Organization.slug)):
        views = tuple(by_body.get(row.slug, ()))
        if views and is_public_body(row.slug, views, row.origin is not None):
            body = _body(row, views, known)
            found += [
                PublicService(ids[one.slug] or one.slug, one, body, _areas(one, known) or body.areas) for one in views
            ]
    return Catalogue(_about(), tuple(found), known)


def _body(row: Organization, views: tuple[ServiceView, ...], known: dict[str, Place]) -> PublicBody:
    """It covers what its services cover, else its country, else every country we know."""
    areas = tuple(dict.fromkeys(code for view in views for code in _areas(view, known)))
    country = row.country.upper() if row.country else ""
    fallback = (country,) if country in known else tuple(code for code, place in known.items() if not place.parent)
    own = next((view.link for view in views if view.link == row.website), None)
    return PublicBody(
        row.hsds_id or row.slug, row.slug, row.name, row.alternate_name, row.country, own, areas or fallback
    )  # fmt: skip


def _areas(view: ServiceView, known: dict[str, Place]) -> tuple[str, ...]:
    return tuple(code for code in view.areas if code in known)


def _about() -> dict[str, str]:
    said = {}
    for code in i18n.locales():
        with i18n.speaking(code):
            said[code] = _("Banks, authorities and others who can do what the library cannot.")
    return said
