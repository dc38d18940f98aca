"""The same search box as the visitor's, for the desk: guides and actors to send, and how the visitor will read them."""

from __future__ import annotations

from dataclasses import dataclass

from app.core import i18n
from app.core.i18n import Locale
from app.domain.chat.terms import CardKind
from app.domain.directory.titles import all_services
from app.domain.guides.titles import guides_of_matter
from app.domain.search.loader import current_index
from app.web.cards import Card, card

MOST = 6


@dataclass(frozen=True)
class Offer:
    """A card in my language, the same in the visitor's, and the language they get where theirs is missing."""

    mine: Card
    theirs: Card
    instead: str


def find(query: str, reader: Locale, area: str | None) -> list[Offer]:
    """Cards for these words: the best matters' guides, then the services whose names hold the words."""
    if not query.strip():
        return []
    answer = current_index().search(query, i18n.current().code, limit=4, area=area)
    guides = [slug for match in answer.matches for slug in _nearest_first(guides_of_matter(match.slug), area)]
    words = query.casefold().split()
    services = [
        one.slug
        for one in all_services()
        if all(word in f"{one.organization_name} {i18n.say(one.names)}".casefold() for word in words)
    ]
    return _offers(CardKind.GUIDE, guides, reader) + _offers(CardKind.SERVICE, services, reader)


def fitting(matter: str | None, reader: Locale, area: str | None) -> list[Offer]:
    """The guides of the matter the visitor came with, before anybody has searched."""
    slugs = _nearest_first(guides_of_matter(matter), area) if matter else []
    return _offers(CardKind.GUIDE, slugs, reader)


def _nearest_first(slugs: list[str], area: str | None) -> list[str]:
    """Guides of the visitor's own country before the neighbour's; a guide's slug ends with its country."""
    country = f"-{area[:2].lower()}" if area else ""
    return sorted(slugs, key=lambda slug: not slug.endswith(country))


def _offers(kind: CardKind, slugs: list[str], reader: Locale) -> list[Offer]:
    found = [_offer(kind, slug, reader) for slug in slugs[:MOST]]
    return [one for one in found if one is not None]


def _offer(kind: CardKind, slug: str, reader: Locale) -> Offer | None:
    mine = card(kind, slug)
    with i18n.speaking(reader.code):
        theirs = card(kind, slug)
    if mine is None or theirs is None:
        return None
    read_in = next((one for one in i18n.locales().values() if one.tag == theirs.lang), reader)
    return Offer(mine, theirs, "" if read_in.code == reader.code else read_in.name)
