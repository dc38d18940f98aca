"""Who helps here, kind by kind: the local body where one is known, else the nearest general one, and whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.memory import remembered
from app.domain.directory import queries
from app.domain.directory.beside import KIND
from app.domain.directory.listing import terms
from app.domain.directory.views import ServiceView, Term
from app.domain.places.areas import Place, places

# More of one kind than this, and a list serves better than cards.
LOCAL, GENERAL = 3, 2


@dataclass(frozen=True)
class Help:
    """One kind of help in a place. `general` is filled where nobody local is known; `more`: how many are not here."""

    kind: Term
    local: tuple[ServiceView, ...] = ()
    general: tuple[ServiceView, ...] = ()
    more: int = 0


def who_helps(place: Place) -> list[Help]:
    """Every kind in its order; one without anybody at all has neither `local` nor `general`."""
    return remembered(("who_helps", place.code, place.chain), lambda: _who_helps(place))


def is_local(service: ServiceView, place: Place) -> bool:
    """Whether it is for people of this place in particular, or met in it; a country's services are for everybody."""
    here = set(place.chain[:-1])
    return bool(here & {*service.areas}) or any(_inside(spot.area, place) for spot in service.spots)


def serves(service: ServiceView, country: str) -> bool:
    """Whether everybody in the country may turn to it."""
    return country.upper() in service.areas or (not service.areas and service.country in (None, country))


def _who_helps(place: Place) -> list[Help]:
    every = queries.every_service()
    return [_help(kind, [one for one in every if _is(one, kind)], place) for kind in terms(KIND)]


def _help(kind: Term, services: list[ServiceView], place: Place) -> Help:
    nearest = sorted((one for one in services if is_local(one, place)), key=lambda one: _distance(one, place))
    if nearest:
        return Help(kind, local=tuple(nearest[:LOCAL]), more=len(nearest[LOCAL:]))
    everybody = [one for one in services if serves(one, place.country)]
    general = [one for one in everybody if one.general] or everybody
    return Help(kind, general=tuple(general[:GENERAL]), more=len(general[GENERAL:]))


def _is(service: ServiceView, kind: Term) -> bool:
    return any((term.taxonomy, term.code) == (KIND, kind.code) for term in service.terms)


def _distance(service: ServiceView, place: Place) -> int:
    """How far up the chain one has to go; what is met on the spot comes first."""
    if any(_inside(spot.area, place) for spot in service.spots):
        return -1
    return min(_places_of(service.areas, place))


def _places_of(areas: Iterable[str], place: Place) -> list[int]:
    return [place.chain.index(code) for code in areas if code in place.chain] or [len(place.chain)]


def _inside(code: str | None, place: Place) -> bool:
    """A branch in the town, or the branch itself; a whole country is not a place one meets somebody in."""
    found = places().get(code or "")
    return found is not None and len(place.chain) > 1 and place.code in found.chain
