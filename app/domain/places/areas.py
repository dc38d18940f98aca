"""Reads about areas: the whole small tree in one query, who stands above whom, and what became part of what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.languages import get_official_languages
from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core import clock, i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.places.models import Area

_parent = aliased(Area)
_EVERY = (
    select(
        Area.code, Area.kind, Area.names, Area.timezone, Area.website, Area.merged_into, Area.merged_on,
        _parent.code.label("parent"),
    )
    .outerjoin(_parent, Area.parent_id == _parent.id)
    .order_by(Area.position, Area.code)
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """An area. `chain` is every code whose rules and services hold here, the nearest first; the country is last.

    An area that merged is in the chain of the one that took it over, directly after it: what was written for the old
    code goes on holding. `becomes` is the area that takes this one over on `merged_on`; `successor` is where its code
    leads today, None while it stands.
    """

    code: str
    kind: str
    names: dict[str, str]
    timezone: str
    parent: str | None
    chain: tuple[str, ...]
    website: str | None = None
    becomes: str | None = None
    merged_on: date | None = None
    successor: str | None = None
    above: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """In the reader's language where there is a form, else as on the signs."""
        return i18n.say(self.names)

    @property
    def country(self) -> str:
        return self.chain[-1].lower()

    @property
    def stands(self) -> bool:
        """Whether it may be chosen: it has not become part of another."""
        return self.successor is None


def home_locale(country: str | None) -> str:
    """The language that people of a country (like `se`) write in first."""
    official = get_official_languages((country or "").upper(), de_facto=True)
    return next((code for code in official if code in i18n.locales()), "en")


def places() -> dict[str, Place]:
    """Every area by code, in the order they are to be listed; also those that merged, see `standing`."""
    # Areas merge at midnight, and midnight is on the hour where our areas are.
    return remembered(("places", f"{clock.now():%Y-%m-%d %H}"), _places)


def standing() -> list[Place]:
    """The areas that may be chosen today, in order."""
    return [place for place in places().values() if place.stands]


def place_of(code: str | None) -> Place | None:
    """The area a code means today: the area itself, or the one it became part of. None where nobody knows the code."""
    every = places()
    place = every.get(code or "")
    return every.get(place.successor) if place and place.successor else place


def _places() -> dict[str, Place]:
    tree = Tree({row.code: row for row in session.execute(_EVERY)})
    return {code: tree.place(code) for code in tree.rows}


class Tree:
    """The rows of all areas by code, while who leads where is worked out."""

    def __init__(self, rows: dict[str, Any]) -> None:
        self.rows = rows
        self.leads = {code: self._led(code) for code in rows}
        self.former: dict[str, list[str]] = {}
        for code, led in self.leads.items():
            if led != code:
                self.former.setdefault(led, []).append(code)

    def place(self, code: str) -> Place:
        row, led = self.rows[code], self.leads[code]
        above = self._above(led)
        return Place(
            code=code,
            kind=row.kind,
            names=row.names,
            timezone=row.timezone,
            parent=above[0] if above else None,
            chain=self._chain(led, above),
            website=row.website,
            becomes=row.merged_into if row.merged_into in self.rows else None,
            merged_on=row.merged_on,
            successor=led if led != code else None,
            above=tuple(above),
        )

    def _led(self, code: str) -> str:
        """Where a code leads today, by each area's own calendar; a circle (which the files may not have) leads nowhere."""
        way = [code]
        while (into := self._into(way[-1])) is not None:
            if into in way:
                return code
            way.append(into)
        return way[-1]

    def _into(self, code: str) -> str | None:
        row = self.rows[code]
        if row.merged_into not in self.rows or row.merged_on is None:
            return None
        return str(row.merged_into) if row.merged_on <= clock.today(row.timezone) else None

    def _above(self, code: str) -> list[str]:
        """What stands above it today, the nearest first."""
        found: list[str] = []
        parent = self.rows[code].parent
        while parent in self.rows and (led := self.leads[parent]) not in (code, *found):
            found.append(led)
            parent = self.rows[led].parent
        return found

    def _chain(self, code: str, above: list[str]) -> tuple[str, ...]:
        levels = [code, *above]
        below = [one for level in levels[:-1] for one in (level, *self.former.get(level, ()))]
        # The country stands last, so that it can be told from the chain.
        return (*below, *self.former.get(levels[-1], ()), levels[-1])
