"""Outside bodies: the list, and one of them with everything it does for people."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.domain.directory import queries
from app.domain.directory.queries import OrganizationView
from app.domain.guides import queries as guides
from app.web import jsonld
from app.web.actor_cards import actor_card
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.filters import country_name, listed
from app.web.page import page
from app.web.public.asking import ask_from
from app.web.public.blueprint import bp

SECONDS = 60


@bp.get("/actors")
def actors() -> Response:
    every = queries.organizations()
    countries = sorted({one.country for one in every if one.country})
    place = current_area()
    chosen = request.args.get("country", place.country if place else "")
    chosen = chosen if chosen in countries else ""
    found = [one for one in every if not chosen or one.country in (chosen, None)]
    filters = [("", _("All countries")), *((code, country_name(code)) for code in countries)]
    links = [(url_for("public.actors", country=code), text, code == chosen) for code, text in filters]
    head = jsonld.head(_("Banks, authorities and others who can do what the library cannot."))
    context: dict[str, Any] = {"actors": found, "links": links, "head": head}
    return cacheable(page("public/directory/actors.html", **context, ask_url=url_for("public.ask")), SECONDS)


@bp.get("/actor/<slug>")
def actor(slug: str) -> Response:
    found = queries.organization(slug)
    if found is None:
        raise NotFound("actor_not_found")
    return cacheable(page("public/directory/actor.html", **_context(found)), SECONDS)


def _context(found: OrganizationView) -> dict[str, Any]:
    place = current_area()
    services = queries.for_area(found.services, place.chain) if place else list(found.services)
    return {
        "actor": found,
        "country": country_name(found.country),
        "services": [actor_card(one) for one in services or found.services],
        "repeated": any(one.link == found.link for one in found.services),
        "checked_by": listed(found.checked_by),
        "guides": guides.guides_with([one.id for one in found.services]),
        "head": jsonld.head(i18n.say(found.descriptions) or found.name),
        "ask_url": ask_from("actor", found.slug),
    }
