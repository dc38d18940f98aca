"""A matter: the one guide that fits the reader's country, or the choice between them, or an honest "not yet"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import NotFound
from app.domain.guides import queries
from app.domain.guides.queries import GuideCard, MatterCard
from app.domain.guides.titles import topic_names
from app.web import jsonld
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.page import page
from app.web.public.asked import asked_beside
from app.web.public.asking import ask_from
from app.web.public.blueprint import bp

SECONDS = 60


@bp.get("/matter/<code>")
def matter(code: str) -> AnyResponse:
    found = queries.matter(code)
    if found is None:
        raise NotFound("matter_not_found")
    guides = queries.guides_of([code])
    place = current_area()
    fits = fitting(guides, place.country if place else None)
    if fits is not None:
        wanted = url_for("public.guide", slug=fits.slug, q=request.args.get("q") or None)
        return cacheable(make_response(redirect(wanted, 302)), SECONDS)
    return cacheable(page("public/guides/matter.html", guides=guides, **_context(found)), SECONDS)


def _context(found: MatterCard) -> dict[str, Any]:
    topic = i18n.say(topic_names(found.topic))
    trail = jsonld.trail(
        (topic, url_for("public.topic", slug=found.topic, area=None)),
        (found.title, url_for("public.matter", code=found.code, area=None)),
    )
    return {
        "matter": found,
        "topic": topic,
        "asked": asked_beside(found.topic, None, [found.code]),
        "head": jsonld.head(found.summary, trail=trail),
        "ask_url": ask_from("matter", found.code),
    }


def fitting(guides: Sequence[GuideCard], country: str | None) -> GuideCard | None:
    """The guide to go to at once: the reader's country's, else the one for every country, else the only one.

    The only guide there is does not fit a reader who is in another country.
    """
    for wanted in (country, None) if country else (None,):
        for guide in guides:
            if guide.country == wanted:
                return guide
    return guides[0] if len(guides) == 1 and country is None else None
