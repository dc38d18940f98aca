"""The search as open data: matters and what there is on them, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, jsonify, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.text import accept
from app.domain.places.areas import place_of
from app.domain.search import loader
from app.domain.search.results import Found, Hit, find
from app.domain.search.text import MAX_TEXT
from app.domain.triage import offers
from app.web.api.blueprint import bp
from app.web.cache import cacheable
from app.web.errors import answer

MOST = 50
SECONDS = 60


@bp.get("/api/search")
def search() -> Response:
    """`lang`, `q`, `area`, `limit`: matters best first, each once, then guides and actors."""
    lang, limit = request.args.get("lang", ""), request.args.get("limit", "10")
    if lang not in i18n.locales():
        known = ", ".join(i18n.locales())
        return answer(400, _("Say in which language to answer: %(codes)s.", codes=known), "lang_wrong")
    if not (limit.isascii() and limit.isdecimal() and len(limit) <= 4 and 1 <= int(limit) <= MOST):
        return answer(400, _("The limit must be a whole number from 1 to %(most)s.", most=MOST), "limit_wrong")
    asked = accept(request.args.get("q", ""), MAX_TEXT)
    found = find(asked.text, lang, int(limit), request.args.get("area") or None)
    response = jsonify({**_said(found, lang), "flows": _flows(found, lang, request.args.get("area", ""))})
    # An address with somebody's number in it is kept by nobody, nor an answer of yesterday's index.
    return cacheable(response, SECONDS) if loader.is_current() and not asked.masked else response


def _said(found: Found, lang: str) -> dict[str, object]:
    results = [_result(hit, lang) for hit in found.results]
    if results and not found.confident:
        results.append(_person(lang))  # besides the limit: a person is never cut off
    return {
        "confident": found.confident,
        "matters": [asdict(matter) for matter in found.matters],
        "results": results,
    }


def _flows(found: Found, lang: str, area: str) -> list[dict[str, object]]:
    """The question trees of the best matter, where we are sure of it."""
    codes = [matter.slug for matter in found.matters[:1]] if found.confident else []
    try:
        place = place_of(area) if area else None
        offered = offers.offers(codes, place.country if place else None, lang)
    except SQLAlchemyError:
        # The search answers from memory while the database is gone; the trees can wait.
        return []
    return [
        {"slug": one.slug, "title": one.title, "lang": lang, "url": url_for("public.flow", slug=one.slug, lang=lang)}
        for one in offered
    ]


def _person(lang: str) -> dict[str, object]:
    """Who is always among the answers when we are not sure: a librarian."""
    with i18n.speaking(lang):
        title = _("Ask a librarian")
    said = {"kind": "chat", "slug": "ask", "matter": None, "title": title, "lang": lang, "score": 0.0}
    return {**said, "url": url_for("public.ask", lang=lang)}


def _result(hit: Hit, lang: str) -> dict[str, object]:
    address = url_for("public.guide" if hit.kind == "guide" else "public.actor", slug=hit.slug, lang=lang)
    return {**asdict(hit), "url": address}
