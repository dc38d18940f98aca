"""Reads about areas: the whole small tree in one query, and who stands above whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core import i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.places.models import Area

_parent = aliased(Area)
_EVERY = (
    select(Area.code, Area.kind, Area.names, Area.timezone, _parent.code.label("parent"))
    .outerjoin(_parent, Area.parent_id == _parent.id)
    .order_by(Area.position, Area.code)
)


@dataclass(frozen=True)
class Place:
    """An area. `chain` is its code and every code above it, the nearest first; `country` is like `se`."""

    code: str
    kind: str
    names: dict[str, str]
    timezone: str
    parent: str | None
    chain: tuple[str, ...]

    @property
    def name(self) -> str:
        """In the reader's language where there is a form, else as on the signs."""
        return i18n.say(self.names)

    @property
    def country(self) -> str:
        return self.chain[-1].lower()


def places() -> dict[str, Place]:
    """Every area by code, in the order they are to be listed."""
    return remembered("places", _places)


def _places() -> dict[str, Place]:
    rows = session.execute(_EVERY).all()
    parents = {row.code: row.parent for row in rows}
    return {
        row.code: Place(row.code, row.kind, row.names, row.timezone, row.parent, _chain(row.code, parents))
        for row in rows
    }


def _chain(code: str, parents: dict[str, str | None]) -> tuple[str, ...]:
    chain = [code]
    while (above := parents.get(chain[-1])) and above not in chain:
        chain.append(above)
    return tuple(chain)
