"""The shelves, and the matters on one of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Response, url_for

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.domain.guides import queries
from app.domain.guides.queries import GuideCard
from app.web import jsonld
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.page import page
from app.web.public.asking import ask_from
from app.web.public.blueprint import bp
from app.web.public.matters import fitting

SECONDS = 60


@bp.get("/topics")
def topics() -> Response:
    head = jsonld.head(_("Every kind of problem we have guides for."))
    found = queries.topics()
    ask = url_for("public.ask")
    return cacheable(page("public/topics/topics.html", topics=found, head=head, ask_url=ask), SECONDS)


@bp.get("/topic/<slug>")
def topic(slug: str) -> Response:
    found = next((one for one in queries.topics() if one.slug == slug), None)
    if found is None:
        raise NotFound("topic_not_found")
    matters = queries.matters_on(slug)
    guides = _by_matter(queries.guides_of([one.code for one in matters]))
    ready = [(one, _minutes(guides[one.code])) for one in matters if one.code in guides]
    coming = [one for one in matters if one.code not in guides]
    trail = jsonld.trail((i18n.say(found.names), url_for("public.topic", slug=slug, area=None)))
    head = jsonld.head(i18n.say(found.summaries), trail=trail)
    context: dict[str, Any] = {"topic": found, "ready": ready, "coming": coming, "ask_url": ask_from("topic", slug)}
    return cacheable(page("public/topics/topic.html", head=head, **context), SECONDS)


def _by_matter(guides: list[GuideCard]) -> dict[str, list[GuideCard]]:
    found: dict[str, list[GuideCard]] = defaultdict(list)
    for guide in guides:
        found[guide.matter].append(guide)
    return dict(found)


def _minutes(guides: list[GuideCard]) -> tuple[int, int]:
    """How long the guide takes, or from the quickest country's to the slowest's."""
    place = current_area()
    fits = fitting(guides, place.country if place else None)
    told = [fits] if fits else guides
    return min(one.minutes[0] for one in told), max(one.minutes[1] for one in told)
