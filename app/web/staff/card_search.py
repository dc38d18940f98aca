"""The same search as the visitor's, for the desk: guides and actors to send, and how the visitor will read them."""

from __future__ import annotations

from dataclasses import dataclass

from babel.core import get_global

from app.core import i18n
from app.core.i18n import Locale
from app.domain.chat.terms import CardKind
from app.domain.directory.titles import all_services
from app.domain.guides.titles import guides_of_matter
from app.domain.search import results
from app.web.cards import Card, card

MOST = 6
LOOKED_AT = 20


@dataclass(frozen=True)
class Offer:
    """A card in my language, the same in the visitor's, and the language they get where theirs is missing."""

    mine: Card
    theirs: Card
    instead: str


def find(query: str, reader: Locale, area: str | None) -> list[Offer]:
    """Cards for these words: guides as the visitor's own search ranks them, then services by name and by body."""
    if not query.strip():
        return []
    found = results.find(query, i18n.current().code, LOOKED_AT, area or _likely_country(reader))
    guides = [hit.slug for hit in found.results if hit.kind == CardKind.GUIDE]
    bodies = [hit.slug for hit in found.results if hit.kind != CardKind.GUIDE]
    words = query.casefold().split()
    known = all_services()
    named = [one.slug for one in known if all(word in _name(one.organization_name, one.names) for word in words)]
    offered = [one.slug for body in bodies for one in known if one.organization == body]
    services = list(dict.fromkeys([*named, *offered]))
    return _offers(CardKind.GUIDE, guides, reader) + _offers(CardKind.SERVICE, services, reader)


def fitting(matter: str | None, reader: Locale, area: str | None) -> list[Offer]:
    """The guides of the matter the visitor came with, before anybody has searched; their own country's first."""
    country = (area or _likely_country(reader) or "")[:2].lower()
    slugs = sorted(guides_of_matter(matter), key=lambda slug: not slug.endswith(f"-{country}")) if matter else []
    return _offers(CardKind.GUIDE, slugs, reader)


def _likely_country(reader: Locale) -> str | None:
    """Where most readers of this language are, if we serve that country; it only decides what comes first."""
    territory = str(get_global("likely_subtags").get(reader.code, "")).rsplit("_", 1)[-1]
    return territory if territory.lower() in {(one.country or "").lower() for one in all_services()} else None


def _name(organization: str, names: dict[str, str]) -> str:
    return f"{organization} {i18n.say(names)}".casefold()


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
