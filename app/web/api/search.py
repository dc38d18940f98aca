"""The search as open data: matters and what there is on them, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, jsonify, request, url_for

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.text import clean
from app.domain.search.results import Hit, find
from app.domain.search.text import MAX_TEXT
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
    if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:4]) <= MOST):
        return answer(400, _("The limit must be a whole number from 1 to %(most)s.", most=MOST), "limit_wrong")
    found = find(clean(request.args.get("q", ""), MAX_TEXT), lang, int(limit), request.args.get("area") or None)
    return cacheable(
        jsonify(
            confident=found.confident,
            matters=[asdict(matter) for matter in found.matters],
            results=[_result(hit, lang) for hit in found.results],
        ),
        SECONDS,
    )


def _result(hit: Hit, lang: str) -> dict[str, object]:
    address = url_for("public.guide" if hit.kind == "guide" else "public.actor", slug=hit.slug, lang=lang)
    return {**asdict(hit), "url": address}
