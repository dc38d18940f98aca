"""Where the reader is: a choice that rides in the address, and a page for each place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.core.text import accept
from app.domain.directory.listing import fold
from app.domain.places.areas import Place, places, standing
from app.domain.places.terms import AreaKind
from app.web import jsonld
from app.web.cache import cacheable
from app.web.page import page
from app.web.public import place_page
from app.web.public.blueprint import bp

SECONDS = 60
LONGEST = 100
# More matches than this, and another letter helps more than a list.
MOST_FOUND = 60


@bp.get("/area")
def areas() -> Response:
    """Every place by country, or those with the words of `q`; choosing one leads back to `back`, and nothing is stored."""
    back, typed = _safe(request.args.get("back", "")), _typed()
    found = _named(typed) if typed else []
    return cacheable(
        page(
            "public/places/areas.html", fragments=("places",), back=back, q=typed,
            found=[(one, _inside_of(one)) for one in found[:MOST_FOUND]], more=len(found[MOST_FOUND:]),
            countries=[] if typed else _countries(), lead=lambda code: _with_area(back, code),
            head=jsonld.head(_("Choose your municipality or library, and see the rules and contacts that hold there.")),
            ask_url=url_for("public.ask"),
        ),
        SECONDS,
    )  # fmt: skip


@bp.get("/area/<code>")
def area(code: str) -> AnyResponse:
    """One place: who helps there, the libraries in it, and what we do not know of it. An old code leads on."""
    place = places().get(code)
    if place is None:
        raise NotFound("area_not_found")
    if place.successor:
        return cacheable(_onwards(place), SECONDS)
    context = place_page.context(place, request.args.get("was"))
    return cacheable(page(f"public/places/{place_page.template(place)}.html", **context), SECONDS)


def _onwards(old: Place) -> Response:
    """To the page of the area that took it over, which says so."""
    address = url_for("public.area", code=old.successor, area=old.successor, was=old.code)
    answer = redirect(address, 302, Response)
    assert isinstance(answer, Response)
    return answer


def _typed() -> str:
    return " ".join(accept(request.args.get("q", ""), LONGEST).text.split())


def _named(typed: str) -> list[Place]:
    """The places whose name, in any language, has every word; those that begin so first."""
    asked = fold(typed).split()
    found = [(place, f" {fold(' '.join(place.names.values()))}") for place in standing()]
    fits = [(place, names) for place, names in found if asked and all(word in names for word in asked)]
    return [place for place, names in sorted(fits, key=lambda one: f" {asked[0]}" not in one[1])]


def _inside_of(place: Place) -> str:
    """What a place lies in, for two of the same name."""
    every = places()
    return " · ".join(every[code].name for code in place.above)


def _countries() -> list[tuple[Place, list[tuple[Place, list[Place]]]]]:
    every = standing()
    return [(one, _inside(one, every)) for one in every if one.kind == AreaKind.COUNTRY]


def _inside(country: Place, every: Iterable[Place]) -> list[tuple[Place, list[Place]]]:
    """A country's municipalities with their branches."""
    here = [one for one in every if country.code in one.above]
    towns = [one for one in here if one.kind == AreaKind.MUNICIPALITY]
    return [(town, [one for one in here if one.kind == AreaKind.BRANCH and town.code in one.above]) for town in towns]


def _safe(back: str) -> str:
    """A page of ours in this language; the front page for anything else, or somebody could send a reader elsewhere."""
    front = f"/{i18n.current().code}/"
    parts = urlsplit(back) if back.isprintable() and "\\" not in back else None
    inside = parts is not None and not parts.scheme and not parts.netloc and parts.path.startswith(front)
    return back if inside and "//" not in back.partition("?")[0] else front


def _with_area(back: str, code: str) -> str:
    parts = urlsplit(back)
    query: list[tuple[str, Any]] = [(name, value) for name, value in parse_qsl(parts.query) if name != "area"]
    query += [("area", code)] if code else []
    return quote(parts.path, safe="/%") + (f"?{urlencode(query)}" if query else "")
