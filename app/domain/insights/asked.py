"""What is asked most in a place: numbers of registered questions, and nothing about who asked them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, select

from app.core import clock
from app.core.db import session
from app.core.memory import remembered
from app.domain.guides.models import Matter, Topic
from app.domain.insights.models import Inquiry
from app.domain.insights.terms import InquiryOutcome
from app.domain.places.areas import Place, places
from app.domain.places.models import Area
from app.domain.places.terms import AreaKind

DAYS = 90
# Fewer could be one person who came back, and would tell about them.
FEWEST = 5
MOST = 3


def also_asked(topic: str, place: Place | None, country: str | None, besides: Collection[str]) -> list[str]:
    """The matters of a topic that were asked most here lately, at most three; never those of `besides`.

    Here is the reader's municipality with all its branches; their country where that says nothing. Without a place it
    is `country` (like `se`), or everywhere.
    """
    for scope in _scopes(place, country):
        found = [code for code in _counted(scope).get(topic, ()) if code not in besides]
        if found:
            return found[:MOST]
    return []


def _scopes(place: Place | None, country: str | None) -> list[str | None]:
    """Codes of the areas to look in, the nearest first; None is everywhere."""
    if place is None:
        return [country.upper() if country else None]
    known = places()
    here = [code for code in place.chain if code in known and known[code].kind == AreaKind.MUNICIPALITY]
    return [*here[:1], place.chain[-1]]


def _counted(scope: str | None) -> dict[str, list[str]]:
    """Every topic's matters by how often they were asked in an area and all below it."""
    return remembered(("asked", scope), lambda: _count(scope))


def _count(scope: str | None) -> dict[str, list[str]]:
    asked = func.count()
    query = (
        select(Topic.slug, Matter.code, asked)
        .select_from(Inquiry)
        .join(Matter, Matter.id == Inquiry.matter_id)
        .join(Topic, Topic.id == Matter.topic_id)
        .where(Inquiry.day > clock.today() - timedelta(days=DAYS), Inquiry.outcome != InquiryOutcome.SPAM)
        .group_by(Topic.slug, Matter.code)
        .having(asked >= FEWEST)
    )
    if scope is not None:
        tree = [place.code for place in places().values() if scope in place.chain]
        query = query.join(Area, Area.id == Inquiry.area_id).where(Area.code.in_(tree))
    found: dict[str, list[str]] = defaultdict(list)
    # Sorted here: two databases would put equals in two orders.
    for topic, code, _ in sorted(session.execute(query).all(), key=lambda row: (-row[2], row[1])):
        found[topic].append(code)
    return dict(found)
