"""The same search box as the visitor's, for the desk: guides and actors to send as cards."""

from __future__ import annotations

from app.core import i18n
from app.domain.chat.terms import CardKind
from app.domain.directory.titles import all_services
from app.domain.guides.titles import guides_of_matter
from app.domain.search.loader import current_index
from app.web.cards import Card, card

MOST = 6


def find(query: str) -> list[Card]:
    """Cards for these words: the best matters' guides, then the services whose names hold the words."""
    if not query.strip():
        return []
    answer = current_index().search(query, i18n.current().code, limit=4)
    guides = [slug for match in answer.matches for slug in guides_of_matter(match.slug)]
    words = query.casefold().split()
    services = [
        one.slug
        for one in all_services()
        if all(word in f"{one.organization_name} {i18n.say(one.names)}".casefold() for word in words)
    ]
    found = [card(CardKind.GUIDE, slug) for slug in guides[:MOST]]
    found += [card(CardKind.SERVICE, slug) for slug in services[:MOST]]
    return [one for one in found if one is not None]
