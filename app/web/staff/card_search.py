"""The same search as the visitor's, for the desk: guides, actors and answers to send, and how the visitor reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from babel.core import get_global
from flask import current_app
from markupsafe import Markup

from app.core import i18n
from app.core.i18n import Locale
from app.core.memory import remembered
from app.domain.chat.terms import CardKind
from app.domain.directory import queries as directory
from app.domain.directory.titles import ServiceBrief, all_services
from app.domain.guides import queries as guides
from app.domain.guides.titles import guides_of_matter
from app.domain.search import results
from app.domain.search.results import Found
from app.web.cards import Card, card
from app.web.staff import local_rules, said
from app.web.staff.local_rules import Local

MOST, MOST_ANSWERS = 6, 3
PROPOSED, PROPOSED_ANSWERS = 3, 2
LOOKED_AT = 20
# What fits much worse than the best is no proposal, only something that was found.
WORTH = 0.6
PREVIEW = "staff/desk/_preview.html"


@dataclass(frozen=True)
class Offer:
    """A card in my language, the same in the visitor's, and the language they get where theirs is missing.

    `preview` is how they will read it, `own` the same in my language where that is another.
    """

    mine: Card
    theirs: Card
    instead: str
    preview: Markup
    own: Markup


@dataclass(frozen=True)
class Offers:
    """What can be sent."""

    guides: tuple[Offer, ...] = ()
    actors: tuple[Offer, ...] = ()
    answers: tuple[Offer, ...] = ()

    @property
    def all(self) -> tuple[Offer, ...]:
        return (*self.guides, *self.actors, *self.answers)


@dataclass(frozen=True)
class Proposed:
    """What fits the visitor's newest words, which are `words`; `seq` is the newest message they come from.

    Without a sure answer `offers` is empty. `fitting`: guides of the matter they came with that are not in it.
    `local`: what their own library does differently from these guides.
    """

    seq: int
    words: str
    offers: Offers
    fitting: tuple[Offer, ...]
    local: tuple[Local, ...] = ()

    @property
    def what(self) -> str:
        """The same as before or not: the cards, whatever the words were."""
        return " ".join(f"{one.mine.kind}:{one.mine.ref}" for one in (*self.offers.all, *self.fitting))


@dataclass(frozen=True)
class _Reader:
    """For whom: their language, and where they are, as far as we know."""

    locale: Locale
    area: str | None

    @property
    def likely_area(self) -> str | None:
        """Where most readers of their language are, if we serve that country; it only decides what comes first."""
        if self.area:
            return self.area
        territory = str(get_global("likely_subtags").get(self.locale.code, "")).rsplit("_", 1)[-1]
        return territory if territory.lower() in {(one.country or "").lower() for one in _services()} else None


def find(query: str, locale: Locale, area: str | None) -> Offers:
    """Cards for what a librarian typed, as the visitor's own search ranks them; services by name too."""
    if not query.strip():
        return Offers()
    reader = _Reader(locale, area)
    found = results.find(query, i18n.current().code, LOOKED_AT, reader.likely_area)
    slugs = [hit.slug for hit in found.results if hit.kind == CardKind.GUIDE]
    words = query.casefold().split()
    named = [one.slug for one in _services() if all(word in _name(one) for word in words)]
    bodies = [hit.slug for hit in found.results if hit.kind != CardKind.GUIDE]
    offered = [one.slug for body in bodies for one in _services() if one.organization == body]
    return Offers(
        _offers(CardKind.GUIDE, slugs, reader, MOST),
        _offers(CardKind.SERVICE, list(dict.fromkeys([*named, *offered])), reader, MOST),
        _offers(CardKind.ANSWER, slugs, reader, MOST_ANSWERS),
    )


def proposed(shown: dict[str, Any]) -> Proposed:
    """What to send for the newest words of the open conversation `shown`, before anybody has searched."""
    reader = _Reader(shown["locale"], shown["area_code"])
    texts = [line.text for line in shown["said"]]
    found = results.find(said.to_search(texts), reader.locale.code, LOOKED_AT, reader.likely_area)
    offers = _sure(found, reader) if found.confident else Offers()
    country = (reader.likely_area or "")[:2].lower()
    slugs = sorted(guides_of_matter(shown["matter"] or ""), key=lambda slug: not slug.endswith(f"-{country}"))
    known = {one.mine.ref for one in offers.guides}
    fitting = _offers(CardKind.GUIDE, [slug for slug in slugs if slug not in known], reader, PROPOSED)
    local = local_rules.of((one.mine.ref for one in (*offers.guides, *fitting)), shown["area_code"])
    return Proposed(shown["said_seq"], said.to_quote(texts), offers, fitting, local)


def _sure(found: Found, reader: _Reader) -> Offers:
    """The best of each kind; nothing that fits much worse than the best."""
    best = max((hit.score for hit in found.results), default=0.0)
    worth = [hit for hit in found.results if hit.score >= best * WORTH]
    slugs = [hit.slug for hit in worth if hit.kind == CardKind.GUIDE]
    services = _doors([hit.slug for hit in worth if hit.kind != CardKind.GUIDE], slugs)
    return Offers(
        _offers(CardKind.GUIDE, slugs, reader, PROPOSED),
        _offers(CardKind.SERVICE, services, reader, PROPOSED),
        _offers(CardKind.ANSWER, slugs, reader, PROPOSED_ANSWERS),
    )


def _doors(bodies: Sequence[str], slugs: Sequence[str]) -> list[str]:
    """One service a body: the one that these guides point at, else its first. The best guide's own come first."""
    found: dict[str, str] = {}
    best: set[str] = set()
    for guide in filter(None, map(guides.guide, slugs)):
        for service in directory.services_in_order(guide.services):
            found.setdefault(service.organization, service.slug)
        best = best or set(found)
    for one in _services():
        found.setdefault(one.organization, one.slug)
    return [found[body] for body in sorted(bodies, key=lambda body: body not in best) if body in found]


def _services() -> list[ServiceBrief]:
    return remembered("service briefs", all_services)


def _name(service: ServiceBrief) -> str:
    return f"{service.organization_name} {i18n.say(service.names)}".casefold()


def _offers(kind: CardKind, slugs: Sequence[str], reader: _Reader, most: int) -> tuple[Offer, ...]:
    found = (_offer(kind, slug, reader) for slug in slugs)
    return tuple(islice((one for one in found if one is not None), most))


def _offer(kind: CardKind, slug: str, reader: _Reader) -> Offer | None:
    mine = card(kind, slug, reader.area)
    with i18n.speaking(reader.locale.code):
        theirs = card(kind, slug, reader.area)
        preview = _drawn(theirs)
    if mine is None or theirs is None:
        return None
    read_in = next((one for one in i18n.locales().values() if one.tag == theirs.lang), reader.locale)
    own = _drawn(mine) if reader.locale.code != i18n.current().code else Markup()
    return Offer(mine, theirs, "" if read_in.code == reader.locale.code else read_in.name, preview, own)


def _drawn(card: Card | None) -> Markup:
    return Markup(current_app.jinja_env.get_template(PREVIEW).render(card=card)) if card else Markup()
