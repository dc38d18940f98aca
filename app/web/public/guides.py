"""A guide: how long, what to bring, the steps, what the library can, who can."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.domain.directory import queries as directory
from app.domain.guides import queries, rules
from app.domain.guides.queries import GuideView
from app.web import jsonld
from app.web.actor_cards import actor_card
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.page import page
from app.web.public.asked import asked_beside
from app.web.public.asking import ask_from
from app.web.public.blueprint import bp
from app.web.reasons import wrongs
from app.web.rule_lines import shown

SECONDS = 60


def find(slug: str) -> GuideView:
    """The guide a reader asked for; NotFound in words where there is none."""
    found = queries.guide(slug)
    if found is None:
        raise NotFound("guide_not_found")
    return found


@bp.get("/guide/<slug>")
def guide(slug: str) -> Response:
    thanks = request.args.get("thanks", "")
    return cacheable(page("public/guides/guide.html", thanks=thanks, **_context(find(slug))), SECONDS)


def _context(guide: GuideView) -> dict[str, Any]:
    """Everything the page says, gathered in as few reads as there are kinds of things."""
    place = current_area()
    here = rules.effective(guide, place.chain if place else ())
    services = directory.for_area(directory.services_in_order(guide.services), place.chain if place else ())
    address = url_for("public.guide", slug=guide.slug, area=None)
    related = [code for code in guide.related if code != guide.matter]
    return {
        "guide": guide,
        "tongue": _tongues(guide),
        "languages": [i18n.locales()[code] for code in guide.languages if code != guide.head_locale],
        "can": shown(here.can),
        "cannot": shown(here.cannot),
        "wrongs": wrongs(),
        "actors": [actor_card(one, show_country=guide.country is None and place is None) for one in services],
        "related": queries.matters(related),
        "asked": asked_beside(guide.topic, guide.country, [guide.matter, *related]),
        "address": jsonld.absolute(address),
        "head": _head(guide, here.differs),
        "ask_url": ask_from("guide", guide.slug),
    }


def _tongues(guide: GuideView) -> dict[str, dict[str, str]]:
    """The attributes of each part that is in another language than the page; none for the others."""
    parts = {
        "head": guide.head_locale,
        "bring": guide.bring_locale,
        "steps": guide.locale,
        "next_time": guide.next_time_locale,
    }
    here, known = i18n.current().code, i18n.locales()
    return {
        part: {"lang": known[code].tag, "dir": known[code].dir} if code != here else {} for part, code in parts.items()
    }


def _head(guide: GuideView, differs: bool) -> jsonld.Head:
    """`differs`: the lines of the guide's own are not what holds in the reader's place, so machines are not told them."""
    trail = [
        (_("Front page"), url_for("public.front", area=None)),
        (i18n.say(guide.topic_names), url_for("public.topic", slug=guide.topic, area=None)),
        (guide.title, url_for("public.guide", slug=guide.slug, area=None)),
    ]
    data = {"trail": jsonld.breadcrumbs(trail)}
    if not guide.short:  # half a guide in each of two languages is told to nobody as a whole one
        data = {"guide": jsonld.how_to(guide), **({} if differs else {"faq": jsonld.faq(guide)}), **data}
    return jsonld.head(guide.summary, guide.languages, guide.source_locale, **data)
