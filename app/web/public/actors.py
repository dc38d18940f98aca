"""Outside bodies: the list, and one of them with everything it does for people."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.domain.directory import listing, queries
from app.domain.directory.queries import OrganizationView
from app.domain.guides import queries as guides
from app.extensions import htmx
from app.web import actor_words, jsonld, jsonld_actors
from app.web.actor_cards import actor_card
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.filters import country_name, listed
from app.web.page import page
from app.web.public import narrow
from app.web.public.asking import ask_from
from app.web.public.blueprint import bp

SECONDS = 60
FRAGMENT = "found"


@bp.get("/actors")
def actors() -> Response:
    """Everybody who can help, narrowed by what the address says; the list alone where only a choice changed."""
    wish = narrow.asked()
    context = narrow.context(wish, listing.find(wish))
    head = jsonld.head(_("Banks, authorities and others who can do what the library cannot."))
    live, ask = htmx.target == FRAGMENT, url_for("public.ask")
    response = page("public/directory/actors.html", fragments=(FRAGMENT,), **context, head=head, live=live, ask_url=ask)
    return cacheable(response, SECONDS)


@bp.get("/actor/<slug>")
def actor(slug: str) -> Response:
    found = queries.organization(slug)
    if found is None:
        raise NotFound("actor_not_found")
    return cacheable(page("public/directory/actor.html", **_context(found)), SECONDS)


def _context(found: OrganizationView) -> dict[str, Any]:
    place = current_area()
    services = queries.for_area(found.services, place.chain) if place else list(found.services)
    link_tag, link_spoken = actor_words.page_languages(found.link_languages)
    return {
        "actor": found,
        "country": country_name(found.country),
        "services": [actor_card(one) for one in services or found.services],
        "repeated": any(one.link == found.link for one in found.services),
        "link_tag": link_tag,
        "link_spoken": link_spoken,
        "register": actor_words.origin(found.register),
        "checked_by": listed(found.checked_by),
        "guides": guides.guides_with([one.id for one in found.services]),
        "head": jsonld_actors.head(found),
        "ask_url": ask_from("actor", found.slug),
    }
