"""The rows of one package by the ids of its things, and how a row takes what the package says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import session
from app.domain.directory.hsds.parcel import Doc, Parcel, Thing
from app.domain.directory.models import (
    Location,
    Organization,
    Package,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


def _rows(table: Any, origin: str, *options: Any) -> dict[str, Any]:
    return {row.hsds_id: row for row in session.scalars(select(table).where(table.origin == origin).options(*options))}


class Rows:
    """A package on its way into the tables, inside the open unit of work. `spoke` is its language before this time."""

    def __init__(self, parcel: Parcel, package: Package, spoke: str) -> None:
        self.parcel = parcel
        self.code, self.language, self.publisher, self.spoke = package.code, package.language, package.publisher, spoke
        self.gone: dict[str, int] = {}
        self.taxonomies = _rows(Taxonomy, self.code)
        self.terms = _rows(TaxonomyTerm, self.code)
        self.organizations = _rows(Organization, self.code)
        self.services = _rows(Service, self.code, selectinload(Service.phones), selectinload(Service.terms))
        self.locations = _rows(Location, self.code)
        self.places = _rows(ServiceAtLocation, self.code)
        everything = (self.services, self.organizations, self.locations, self.places)
        self.phones_before = {
            doc["id"]: doc for rows in everything for row in rows.values() for doc in phones_in(row.imported)
        }

    def row(self, table: Any, known: dict[str, Any], thing: Thing, **first: Any) -> Any:
        """The thing's row; a new one begins with `first`."""
        found = known.get(thing.id)
        if found is None:
            found = known[thing.id] = table(hsds_id=thing.id, **first)
            session.add(found)
        return found

    def fill(self, row: Any, thing: Thing, said: Doc, before: Doc | None = None) -> None:
        """Writes what differs. What was changed here stays as long as the package says the same as `before`."""
        change(row, {**_news(said, before), "imported": thing.doc, "origin": self.code})

    def away(self, entity: str, row: Any) -> None:
        session.delete(row)
        self.gone[entity] = self.gone.get(entity, 0) + 1


def change(row: Any, said: Doc) -> None:
    """A row that says the same already keeps the moment of its last change."""
    for name, value in said.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _news(said: Doc, before: Doc | None) -> Doc:
    if before is None:
        return said
    return {name: value for name, value in said.items() if name == "status" or before.get(name) != value}


def phones_in(value: Any) -> Iterator[Doc]:
    """Every phone anywhere in a document."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name == "phones" and isinstance(part, list):
                yield from (one for one in part if isinstance(one, dict) and "id" in one)
            yield from phones_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from phones_in(part)
