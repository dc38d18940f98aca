"""Question trees offered beside other things: what templates and the search page ask for."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask

from app.domain.triage import offers
from app.domain.triage.offers import FlowCard
from app.web.public.finds import likely_country
from app.web.public.flow_visit import country_here

FRONT, BESIDE = 4, 2


def flows_for(matters: Collection[str], country: str | None = None) -> list[FlowCard]:
    """The trees of these matters, for the reader's country, or a guide's where they have named no place."""
    return offers.offers(matters, country_here() or country)[:BESIDE]


def flows_on(topic: str) -> list[FlowCard]:
    """The trees on a shelf."""
    return _likely_first(offers.on_topic(topic, country_here()))


def flows_first(most: int = FRONT) -> list[FlowCard]:
    """For somebody who has said nothing yet: the urgent ones, then those where readers of this language mostly are."""
    return _likely_first(offers.every(country_here()))[:most]


def _likely_first(cards: list[FlowCard]) -> list[FlowCard]:
    home = likely_country()
    return sorted(cards, key=lambda card: (not card.urgent, bool(card.countries) and home not in card.countries))


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(flows_for=flows_for, flows_on=flows_on, flows_first=flows_first)
