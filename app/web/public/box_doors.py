"""Up to four doors for the box: the question trees that hold in the reader's place, urgent first, then shelves."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from flask import url_for

from app.core import i18n
from app.domain.guides import queries
from app.web.public.flow_offers import flows_first

MOST = 4
# Money may be leaving an account this minute.
URGENT = "safety"


@dataclass(frozen=True)
class BoxDoor:
    """One link, with the reader's place on it."""

    title: str
    url: str
    urgent: bool


def doors() -> list[BoxDoor]:
    """Where the trees of this language do not fill the box, the shelves that none of them stands on."""
    trees = flows_first(MOST)
    found = [BoxDoor(one.title, url_for("public.flow", slug=one.slug), one.urgent) for one in trees]
    return [*found, *_shelves({one.topic for one in trees})][:MOST]


def _shelves(taken: Set[str]) -> list[BoxDoor]:
    topics = sorted(queries.topics(), key=lambda one: one.slug != URGENT)
    return [
        BoxDoor(i18n.say(one.names), url_for("public.topic", slug=one.slug), one.slug == URGENT)
        for one in topics
        if one.slug not in taken
    ]
