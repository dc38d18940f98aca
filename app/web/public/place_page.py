"""What the page of one place tells: who helps there kind by kind, its libraries, and of a library its hours and address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.domain.directory import branches, queries
from app.domain.directory.branches import Branch
from app.domain.directory.hours import day_and_night
from app.domain.directory.nearest import Help, who_helps
from app.domain.directory.terms import LIBRARY
from app.domain.directory.views import Spot
from app.domain.places.areas import Place, places, standing
from app.domain.places.terms import AreaKind
from app.domain.triage import offers
from app.web import actor_words, jsonld
from app.web.actor_cards import ActorCard, actor_card
from app.web.actor_words import Said, said
from app.web.day_rows import day_row
from app.web.filters import host, listed, say_date

FLOWS = 4


@dataclass(frozen=True)
class HelpCard:
    """One kind of help: cards of local bodies, or of general ones where no local one is known."""

    name: Said
    local: list[ActorCard]
    general: list[ActorCard]
    more: str


def template(place: Place) -> str:
    return "branch" if place.kind == AreaKind.BRANCH else "area"


def context(place: Place, was: str | None) -> dict[str, Any]:
    helps, every = who_helps(place), places()
    return {
        "place": place,
        "above": [every[code] for code in place.above],
        "merged": _merged(place, was),
        "becomes": _becomes(place),
        "towns": _below(place, AreaKind.MUNICIPALITY),
        "libraries": [(one, _open(one)) for one in _below(place, AreaKind.BRANCH)],
        "helps": [_help(one, place) for one in helps if one.local or one.general],
        "nobody": listed([i18n.say(one.kind.names) for one in helps if not (one.local or one.general)]),
        "flows": offers.every(place.country)[:FLOWS],
        "head": jsonld.head(place.name, trail=jsonld.place_trail(place)),
        "ask_url": url_for("public.ask", area=place.code),
        **(_branch(branches.branch(place.code)) if place.kind == AreaKind.BRANCH else {}),
    }


def _merged(place: Place, was: str | None) -> str:
    """One sentence for whoever came by an old code."""
    old = places().get(was or "")
    if old is None or old.successor != place.code:
        return ""
    given = {"old": old.name, "new": place.name, "date": say_date(old.merged_on)}
    return _("%(old)s has been part of %(new)s since %(date)s. What holds there is here.", **given)


def _becomes(place: Place) -> str:
    """One sentence about a day to come."""
    new = places().get(place.becomes or "")
    if new is None or place.successor:
        return ""
    return _("From %(date)s this is part of %(new)s.", date=say_date(place.merged_on), new=new.name)


def _below(place: Place, kind: AreaKind) -> list[Place]:
    return [one for one in standing() if one.kind == kind and place.code in one.above]


def _open(place: Place) -> bool | None:
    known = branches.branch(place.code)
    return known.open_now(clock.now()) if known else None


def _help(one: Help, place: Place) -> HelpCard:
    more = url_for("public.actors", kind=one.kind.code, area=place.code) if one.more else ""
    return HelpCard(
        said(one.kind.names), [actor_card(service) for service in one.local],
        [actor_card(service) for service in one.general], more,
    )  # fmt: skip


def _branch(known: Branch | None) -> dict[str, Any]:
    if known is None:
        return {}
    moment = clock.now()
    names = [one for one in queries.every_service() if one.slug in known.services]
    spot = Spot(
        known.place.names, known.place.code, known.address, known.latitude, known.longitude, {}, known.schedule,
        known.open_now(moment), known.assured_date,
    )  # fmt: skip
    return {
        "branch": known,
        "spot": actor_words.place(spot),
        "site": host(known.place.website) if known.place.website else "",
        "always": day_and_night(known.schedule),
        "week": [day_row(one, place == 0) for place, one in enumerate(known.coming())],
        "offered": [actor_card(one) for one in sorted(names, key=lambda one: one.slug != LIBRARY)],
        "checked_on": say_date(known.assured_date) or None,
    }
