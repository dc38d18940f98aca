"""Which question trees to offer beside a matter, on a shelf and on the front page."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from app.core import i18n
from app.core.memory import remembered
from app.domain.triage.engine import longest
from app.domain.triage.queries import Told, flows


@dataclass(frozen=True)
class FlowCard:
    """A tree on a card, in the language it was asked for in. `most`: how many questions there can be."""

    slug: str
    topic: str
    title: str
    summary: str
    urgent: bool
    most: int
    countries: tuple[str, ...]
    matters: tuple[str, ...]


def offers(matters: Collection[str], country: str | None = None, language: str | None = None) -> list[FlowCard]:
    """The trees that belong to any of these matters, those of the first matter first; urgent ones before all."""
    places = {code: place for place, code in enumerate(matters)}
    found = [(card, [places[code] for code in card.matters if code in places]) for card in every(country, language)]
    near = [(card, min(at)) for card, at in found if at]
    return [card for card, _place in sorted(near, key=lambda pair: (not pair[0].urgent, pair[1]))]


def on_topic(topic: str, country: str | None = None, language: str | None = None) -> list[FlowCard]:
    """The trees that stand on a shelf."""
    return [card for card in every(country, language) if card.topic == topic]


def every(country: str | None = None, language: str | None = None) -> list[FlowCard]:
    """Each tree that is offered in this language (the one in use unless given) to somebody in this country.

    Urgent ones first, then those made for one country: they are about something nobody else has.
    """
    code = language or i18n.current().code
    return remembered(("flow_cards", code, country), lambda: _sorted(_cards(code, country)))


def _cards(code: str, country: str | None) -> Iterable[FlowCard]:
    for told in flows().values():
        if code in told.texts and holds_in(told, country):
            yield _card(told, code, country)


def holds_in(told: Told, country: str | None) -> bool:
    """Whether the tree is for somebody in this country; for somebody who has not said where they are, it is."""
    return country is None or not told.tree.countries or country in told.tree.countries


def _card(told: Told, code: str, country: str | None) -> FlowCard:
    tree, words = told.tree, told.texts[code]
    most = longest(tree, tree.start, country)
    return FlowCard(tree.slug, tree.topic, words.title, words.summary, tree.urgent, most, tree.countries, tree.matters)


def _sorted(cards: Iterable[FlowCard]) -> list[FlowCard]:
    return sorted(cards, key=lambda card: (not card.urgent, len(card.countries) != 1, card.slug))
