"""Where the reader is: a choice that rides in the address, and a page for each place."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Response, request, url_for

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.domain.places.areas import Place, places
from app.domain.places.terms import AreaKind
from app.web import jsonld
from app.web.cache import cacheable
from app.web.page import page
from app.web.public.blueprint import bp

SECONDS = 60


@bp.get("/area")
def areas() -> Response:
    """Every place by country; choosing one leads back to `back`, and nothing is stored."""
    back, every = _safe(request.args.get("back", "")), list(places().values())
    return cacheable(
        page(
            "public/places/areas.html",
            back=back,
            countries=[(one, _inside(one, every)) for one in every if one.kind == AreaKind.COUNTRY],
            lead=lambda code: _with_area(back, code),
            head=jsonld.head(_("Choose your municipality or library, and see the rules and contacts that hold there.")),
            ask_url=url_for("public.ask"),
        ),
        SECONDS,
    )


@bp.get("/area/<code>")
def area(code: str) -> Response:
    """One place: what stands above it, the libraries in it, and what we do not know of it."""
    every = places()
    place = every.get(code)
    if place is None:
        raise NotFound("area_not_found")
    context: dict[str, Any] = {
        "place": place,
        "above": [every[one] for one in place.chain[1:]],
        "branches": [one for one in every.values() if one.kind == AreaKind.BRANCH and code in one.chain[1:]],
        "head": jsonld.head(place.name),
        "ask_url": url_for("public.ask", area=code),
    }
    return cacheable(page("public/places/area.html", **context), SECONDS)


def _inside(country: Place, every: list[Place]) -> list[tuple[Place, list[Place]]]:
    """A country's municipalities with their branches."""
    towns = [one for one in every if one.kind == AreaKind.MUNICIPALITY and country.code in one.chain]
    return [(town, [one for one in every if one.kind == AreaKind.BRANCH and town.code in one.chain]) for town in towns]


def _safe(back: str) -> str:
    """A page of ours in this language; the front page for anything else, or somebody could send a reader elsewhere."""
    front = f"/{i18n.current().code}/"
    parts = urlsplit(back) if back.isprintable() and "\\" not in back else None
    inside = parts is not None and not parts.scheme and not parts.netloc and parts.path.startswith(front)
    return back if inside and "//" not in back.partition("?")[0] else front


def _with_area(back: str, code: str) -> str:
    parts = urlsplit(back)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name != "area"]
    query += [("area", code)] if code else []
    return quote(parts.path, safe="/%") + (f"?{urlencode(query)}" if query else "")
