"""What a reader chose in the list of everybody who can help, said in the address; and what to choose otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from flask import request, url_for

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.text import accept
from app.domain.directory import listing, queries
from app.domain.directory.beside import KIND, TOPIC
from app.domain.directory.listing import ANYWHERE, COUNTRY, HERE, Body, Found, Wish
from app.domain.places.areas import Place, place_of, standing
from app.domain.places.terms import AreaKind
from app.web.actor_words import said
from app.web.area import current_area
from app.web.filters import country_name, language_here

LONGEST, A_PAGE, SERVICES = 100, 150, 5
# Without which choice there would be more; said as what one would see then.
OTHERWISE: dict[str, Callable[[], str]] = {
    "words": lambda: _("Without your words"),
    "topic": lambda: _("On every topic"),
    "kind": lambda: _("Every kind of help"),
    "language": lambda: _("In any language"),
    "open": lambda: _("Those who are closed now too"),
    "area": lambda: _("In every place"),
}
NAMES = {"words": "q", "topic": "topic", "kind": "kind", "language": "language", "open": "open", "area": "area"}


@dataclass(frozen=True)
class Option:
    """One choice that was made: what it is called, and the list without it."""

    text: str
    url: str


def asked() -> Wish:
    """The choices in this request's address; what we do not know is not a choice."""
    given = request.args
    known = {one: {term.code for term in listing.terms(one)} for one in (TOPIC, KIND)}
    # Somebody may ask for a language of ours that nobody answers in, and is told so.
    spoken = {*listing.languages(), *i18n.locales()}
    words = " ".join(accept(given.get("q", ""), LONGEST).text.split())
    return Wish(
        words=words if listing.fold(words) else "",
        topic=given.get("topic", "") if given.get("topic") in known[TOPIC] else "",
        kind=given.get("kind", "") if given.get("kind") in known[KIND] else "",
        language=given.get("language", "") if given.get("language") in spoken else "",
        open=bool(given.get("open")),
        area=current_area() or _country(given.get("country", "")),
    )


def context(wish: Wish, found: Found) -> dict[str, Any]:
    """Everything the page says."""
    pages = max(-(-len(found.bodies) // A_PAGE), 1)
    number = min(_page_number(), pages)
    shown = found.bodies[(number - 1) * A_PAGE : number * A_PAGE]
    return {
        "wish": wish,
        "count": len(found.bodies),
        "groups": _groups(shown, wish),
        "only_general": _only_general(found, wish),
        "chosen": [Option(text, _address(_without(wish, name))) for name, text in _chosen(wish)],
        "loosen": [
            (OTHERWISE[name](), _address(_without(wish, name)), count)
            for name, count in found.loosened.items()
            if count
        ],
        "options": _options(wish),
        "number": number,
        "pages": pages,
        "at": lambda page: _address(wish, page=page if page > 1 else None),
    }


def _country(code: str) -> Place | str:
    """A country by its two letters, as older addresses have it; nothing for one where nobody is."""
    if code not in {one.country for one in queries.organizations() if one.country}:
        return ""
    return place_of(code.upper()) or code


def _without(wish: Wish, name: str) -> Wish:
    """The same choices but for one."""
    nothing: Any = False if name == "open" else ""
    return replace(wish, **{name: nothing})


def _page_number() -> int:
    typed = request.args.get("page", "")
    return max(int(typed), 1) if typed.isdecimal() and len(typed) < 5 else 1


def _address(wish: Wish, **more: Any) -> str:
    given: dict[str, Any] = {NAMES[name]: getattr(wish, name) for name in wish.active if name != "area"}
    if wish.open:
        given["open"] = "yes"
    area = wish.area
    place = {"area": area.code} if isinstance(area, Place) else {"area": None, "country": area or None}
    return url_for("public.actors", **given, **place, **more)


def _chosen(wish: Wish) -> list[tuple[str, str]]:
    """Each choice by its name, in words."""
    words = {
        "words": f"“{wish.words}”",
        "topic": _term(TOPIC, wish.topic),
        "kind": _term(KIND, wish.kind),
        "language": language_here(wish.language) if wish.language else "",
        "open": _("Open now"),
        "area": wish.area.name if isinstance(wish.area, Place) else country_name(wish.area),
    }
    return [(name, words[name]) for name in wish.active]


def _term(taxonomy: str, code: str) -> str:
    return next((i18n.say(one.names) for one in listing.terms(taxonomy) if one.code == code), "")


def _options(wish: Wish) -> dict[str, Any]:
    """What there is to choose from: only what somebody answers to."""
    codes = listing.languages() | ({wish.language} if wish.language else set())
    spoken = sorted(((code, language_here(code)) for code in codes), key=lambda one: one[1].casefold())
    return {
        "topic": [(one.code, i18n.say(one.names)) for one in listing.terms(TOPIC)],
        "kind": [(one.code, i18n.say(one.names)) for one in listing.terms(KIND)],
        "language": spoken,
        "area": _area_options(wish.area),
    }


def _area_options(chosen: Place | str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Countries, each with its municipalities, and whatever else the reader came with."""
    kinds = (AreaKind.COUNTRY, AreaKind.MUNICIPALITY)
    here = chosen.code if isinstance(chosen, Place) else ""
    every = [one for one in standing() if one.kind in kinds or one.code == here]
    every.sort(key=lambda one: (one.chain[-1], one.kind != AreaKind.COUNTRY, one.name.casefold()))
    return [
        (country_name(code), [(one.code, one.name) for one in rows])
        for code, rows in groupby(every, key=lambda one: one.country)
    ]


def _only_general(found: Found, wish: Wish) -> str:
    """The reader's own place, where nobody on the list is there for it alone."""
    place = wish.area
    if not isinstance(place, Place) or place.kind == AreaKind.COUNTRY or not found.bodies:
        return ""
    return "" if any(one.nearness == HERE for one in found.bodies) else place.name


def _groups(bodies: Iterable[Body], wish: Wish) -> list[tuple[str, list[dict[str, Any]]]]:
    """The bodies with a heading for how near they are; without a place there is one group and no heading."""
    place = wish.area.name if isinstance(wish.area, Place) else country_name(wish.area)
    titles = {
        HERE: place,
        COUNTRY: _("In the whole country"),
        ANYWHERE: _("Wherever you are"),
    }
    return [
        (titles[near] if wish.area else "", [_card(one, wish) for one in rows])
        for near, rows in groupby(bodies, key=lambda one: one.nearness)
    ]


def _card(body: Body, wish: Wish) -> dict[str, Any]:
    """The whole card leads to the body; to the one service that fits, where the reader asked for something."""
    words = said(body.organization.descriptions)
    narrowed = any(name != "area" for name in wish.active)
    anchor = body.services[0].slug if narrowed and len(body.services) == 1 else None
    names = [i18n.say(one.names) for one in body.services] if len(body.services) > 1 or narrowed else []
    return {
        "name": body.organization.name,
        "url": url_for("public.actor", slug=body.organization.slug, _anchor=anchor),
        "text": words.text,
        "lang": words.lang,
        "dir": words.dir,
        "services": [name for name in dict.fromkeys(names) if name and name != body.organization.name][:SERVICES],
        "country": "" if wish.area else country_name(body.organization.country),
        "open": body.open,
        "alert": body.alert,
    }
