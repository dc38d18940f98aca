"""The list of everybody who can help, narrowed by what a reader chose: whole, quick, and honest about what is missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields

from app.core import i18n
from app.core.memory import remembered
from app.domain.directory import queries
from app.domain.directory.beside import KIND, TOPIC
from app.domain.directory.views import OrganizationBrief, ServiceView, Term
from app.domain.places.areas import Place, places

# Where somebody is for this reader: in their own municipality or branch, in their country, or anywhere.
HERE, COUNTRY, ANYWHERE = 0, 1, 2
_SIGNS = re.compile(r"[^\w]+")
_UNDIVIDED = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "ß": "ss"})


@dataclass(frozen=True)
class Wish:
    """What a reader chose; empty parts choose everything. `area` is a place, or only a country's code."""

    words: str = ""
    topic: str = ""
    kind: str = ""
    language: str = ""
    open: bool = False
    area: Place | str = ""

    @property
    def active(self) -> list[str]:
        return [one.name for one in fields(self) if getattr(self, one.name)]


@dataclass(frozen=True)
class Body:
    """An organization with those of its services that fit."""

    organization: OrganizationBrief
    services: tuple[ServiceView, ...]
    nearness: int

    @property
    def open(self) -> bool | None:
        states = [one.open for one in self.services]
        return True if True in states else False if states and all(one is False for one in states) else None

    @property
    def alert(self) -> bool:
        return any(one.alert for one in self.services)


@dataclass(frozen=True)
class Found:
    """`loosened`: how many there would be without one of the choices, by its name."""

    bodies: list[Body]
    loosened: dict[str, int]


@dataclass(frozen=True)
class Entry:
    """One service (or an organization without any), and every word it may be found by."""

    organization: OrganizationBrief
    service: ServiceView | None
    words: str


def find(wish: Wish) -> Found:
    """Everybody who fits, nearest first and then by name."""
    asked = fold(wish.words).split()
    rows = [(entry, _unfit(entry, wish, asked)) for entry in _entries(i18n.current().code)]
    return Found(
        _bodies((entry for entry, unfit in rows if not unfit), wish),
        {one: len({entry.organization.slug for entry, unfit in rows if unfit <= {one}}) for one in wish.active},
    )


def terms(taxonomy: str) -> list[Term]:
    """The shelves (TOPIC) or kinds (KIND) that some service belongs to, in their order."""
    found = {one.code: one for row in queries.every_service() for one in row.terms if one.taxonomy == taxonomy}
    return sorted(found.values(), key=lambda one: (one.position, one.code))


def languages() -> set[str]:
    """Every language somebody answers in."""
    return {code for row in queries.every_service() for code in row.spoken}


def fold(text: str) -> str:
    """Lower case, without marks and signs: what two spellings have in common."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(_SIGNS.sub(" ", plain.translate(_UNDIVIDED)).split())


def _entries(language: str) -> list[Entry]:
    return remembered(("actor_entries", language), _read)


def _read() -> list[Entry]:
    bodies = {one.slug: one for one in queries.organizations()}
    services = queries.every_service()
    entries = [Entry(bodies[one.organization], one, _words(bodies[one.organization], one)) for one in services]
    served = {one.organization for one in services}
    return entries + [Entry(one, None, _words(one, None)) for slug, one in bodies.items() if slug not in served]


def _words(body: OrganizationBrief, service: ServiceView | None) -> str:
    said = [body.name, body.slug, i18n.say(body.descriptions)]
    if service is not None:
        said += [
            *service.names.values(),
            i18n.say(service.descriptions),
            *(i18n.say(one.names) for one in service.terms),
        ]
    return f" {fold(' '.join(said))}"


def _unfit(entry: Entry, wish: Wish, asked: list[str]) -> set[str]:
    """The choices that this one does not meet."""
    one = entry.service
    owned = {(term.taxonomy, term.code) for term in one.terms} if one else set()
    met = {
        "words": all(_has(entry.words, word) for word in asked),
        "topic": not wish.topic or (TOPIC, wish.topic) in owned,
        "kind": not wish.kind or (KIND, wish.kind) in owned,
        "language": not wish.language or bool(one and wish.language in one.spoken),
        "open": not wish.open or bool(one and one.open),
        "area": not wish.area or _nearness(entry, wish.area) is not None,
    }
    return {name for name, held in met.items() if not held}


def _has(words: str, asked: str) -> bool:
    """Short words only from a word's beginning: "id" is not in "video"."""
    return (asked if len(asked) > 3 else f" {asked}") in words


def _nearness(entry: Entry, area: Place | str) -> int | None:
    """How near somebody is to a reader in `area`; None where they are for others only."""
    country = area.country if isinstance(area, Place) else area
    codes = entry.service.areas if entry.service else ()
    if not codes:
        own = entry.organization.country
        return ANYWHERE if own is None else COUNTRY if own == country else None
    if isinstance(area, str) or area.code == area.chain[-1]:
        return COUNTRY if any(_country(code) == country for code in codes) else None
    if any(code in area.chain[:-1] or _inside(code, area.code) for code in codes):
        return HERE
    return COUNTRY if area.chain[-1] in codes else None


def _country(code: str) -> str:
    return code.split("-")[0].lower()


def _inside(code: str, area: str) -> bool:
    """Whether a place lies in the area the reader chose: a municipality in the chosen region."""
    place = places().get(code)
    return place is not None and area in place.chain


def _bodies(entries: Iterable[Entry], wish: Wish) -> list[Body]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.organization.slug, []).append(entry)
    bodies = [_body(rows, wish.area) for rows in found.values()]
    asked = fold(wish.words).split()
    return sorted(
        bodies, key=lambda one: (one.nearness, not _named(one.organization, asked), one.organization.name.casefold())
    )


def _named(body: OrganizationBrief, asked: list[str]) -> bool:
    """Whether somebody asked for this one by its name: then it stands before those that only mention it."""
    return all(_has(f" {fold(body.name)}", word) for word in asked)


def _body(rows: list[Entry], area: Place | str) -> Body:
    near = [(_nearness(row, area) or HERE) if area else HERE for row in rows]
    services = [row.service for _near, row in sorted(zip(near, rows, strict=True), key=lambda one: one[0])]
    return Body(rows[0].organization, tuple(one for one in services if one is not None), min(near))
