"""What a question's page and an outcome's page show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request, url_for

from app.core import i18n
from app.domain.directory import queries as directory
from app.domain.guides import queries as guides
from app.domain.guides.queries import GuideCard, MatterCard
from app.domain.guides.titles import topic_names
from app.domain.triage import address, engine, offers, queries
from app.domain.triage.queries import Told
from app.domain.triage.tree import Outcome
from app.web import jsonld
from app.web.actor_cards import ActorCard, actor_card
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.page import page, page_url
from app.web.public.flow_visit import Visit, country_here
from app.web.public.matters import fitting

SECONDS = 60


@dataclass(frozen=True)
class Reading:
    """A matter to read about: the guide that fits, or each country's, or none yet."""

    matter: MatterCard
    guides: list[GuideCard]


def question(visit: Visit, code: str, first: bool = False) -> Response:
    """One question. `first`: on the tree's own page, with what the tree is about."""
    context: dict[str, Any] = {
        "question": visit.words.questions[code],
        "first": first,
        "choices": visit.choices(code),
        "answered": visit.answered(code),
        "progress": visit.progress(code),
        "back": visit.back(code),
        "topic_names": topic_names(visit.told.tree.topic),
        "head": _head(visit, visit.words.summary, first),
    }
    return _shown(visit, page("public/flows/question.html", **_common(visit, code), **context))


def outcome(visit: Visit, code: str) -> Response:
    """Where a path ends: what to do, who can, what to read."""
    found, country = visit.told.tree.outcomes[code], engine.country_of(visit.told.tree, visit.walked, visit.country)
    actors, nobody = who_can(found, country)
    here = jsonld.absolute(url_for("public.flow_node", slug=visit.slug, node=code, a=_written(visit), area=None))
    context: dict[str, Any] = {
        "outcome": visit.words.outcomes[code],
        "kind": found.kind,
        "urgent": found.urgent,
        "actors": actors,
        "nobody": nobody,
        "readings": readings(found, country),
        "answered": visit.answered(code),
        "back": visit.back(code),
        "start": url_for("public.flow", slug=visit.slug),
        "address": None if visit.sensitive else here,
        "qr": url_for("public.flow_qr", slug=visit.slug, node=code, a=_written(visit), area=None),
        "head": _head(visit, visit.words.outcomes[code].title),
    }
    return _shown(visit, page("public/flows/outcome.html", **_common(visit, code), **context))


def _common(visit: Visit, code: str) -> dict[str, Any]:
    return {
        "flow": visit.told.tree,
        "words": visit.words,
        "behind": i18n.current().code in visit.told.behind,
        "code": code,
        "ask_url": visit.ask_url(code),
    }


def _written(visit: Visit) -> str | None:
    return address.write(visit.walked.answers) or None


def _shown(visit: Visit, response: Response) -> Response:
    """A sensitive tree's pages are kept by nobody, and their way out leads off this site."""
    if not visit.sensitive:
        return cacheable(response, SECONDS)
    response.headers["X-Leaves"] = "yes"
    return response


def who_can(outcome: Outcome, country: str | None) -> tuple[list[ActorCard], bool]:
    """The services for the path's country and the reader's place; and whether to say that we know of nobody."""
    place = current_area()
    chain = place.chain if place and country in (None, place.country) else (country.upper(),) if country else ()
    found = directory.for_area(queries.services_named(outcome.services), chain)
    cards = [actor_card(one, show_country=not chain) for one in found]
    nobody = {code.upper() for code in outcome.nobody_in}
    return cards, bool(nobody & set(chain)) or (not cards and bool(outcome.services or nobody))


def readings(outcome: Outcome, country: str | None) -> list[Reading]:
    """What to read about each matter, picked by country as a matter's own page does."""
    found = guides.guides_of(outcome.matters)
    listed = []
    for matter in guides.matters(list(outcome.matters)):
        own = [one for one in found if one.matter == matter.code]
        fits = fitting(own, country)
        listed.append(Reading(matter, [fits] if fits else own))
    return listed


def elsewhere(told: Told) -> Response:
    """The tree is not offered in the reader's language: in which it is."""
    known = i18n.locales()
    context: dict[str, Any] = {
        "flow": told.tree,
        "languages": [(known[code], page_url(code), told.texts[code]) for code in told.languages],
        "others": offers.offers(told.tree.matters, country_here())[:3],
        "ask_url": url_for("public.ask"),
    }
    return cacheable(page("public/flows/elsewhere.html", **context), SECONDS)


def abroad(told: Told) -> Response:
    """The tree does not hold where the reader is: where it does, and what there is instead."""
    locale, words = told.best()
    here = [(code, url_for("public.flow", slug=told.tree.slug, area=code.upper())) for code in told.tree.countries]
    context: dict[str, Any] = {
        "flow": told.tree,
        "locale_of": locale,
        "words": words,
        "countries": here,
        "others": offers.on_topic(told.tree.topic, country_here()) or offers.every(country_here())[:3],
        "ask_url": url_for("public.ask"),
    }
    return cacheable(page("public/flows/abroad.html", **context), SECONDS)


def _head(visit: Visit, about: str, first: bool = False) -> jsonld.Head:
    """A tree's own page is one page in each language it is offered in; the pages after it are nobody's to list."""
    told = visit.told
    if first or visit.sensitive:
        return jsonld.head(about, told.languages, told.tree.source)
    known = i18n.locales()
    others = [(known[code].tag, jsonld.absolute(page_url(code))) for code in told.languages]
    return jsonld.Head(about, jsonld.absolute(request.full_path.rstrip("?")), others, [])
