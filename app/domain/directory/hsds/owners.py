"""Whose a thing already is: an id of ours or of another package is never taken over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import select

from app.core.db import session
from app.domain.directory.hsds.parcel import Parcel
from app.domain.directory.hsds.problems import Problems
from app.domain.directory.hsds.shape import KINDS
from app.domain.directory.models import (
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)

# A thing with a row, an id and an origin.
TABLES: dict[str, Any] = {
    "organization": Organization,
    "service": Service,
    "location": Location,
    "service_at_location": ServiceAtLocation,
    "taxonomy": Taxonomy,
    "taxonomy_term": TaxonomyTerm,
}
AT_ONCE = 500
T = TypeVar("T")


def parts(ids: Iterable[T]) -> Iterator[list[T]]:
    """The ids in lots that one query takes."""
    listed = list(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))


def check(parcel: Parcel, code: str, problems: Problems) -> None:
    """A problem for every id that somebody else has."""
    for entity in KINDS:
        table = TABLES[entity]
        for some in parts(parcel.things[entity]):
            for key, origin in session.execute(select(table.hsds_id, table.origin).where(table.hsds_id.in_(some))):
                _refuse(parcel.things[entity][key].place, origin, code, problems)
    for some in parts(parcel.things["phone"]):
        owned = select(Phone.hsds_id, Service.origin).join(Service).where(Phone.hsds_id.in_(some))
        for key, origin in session.execute(owned):
            _refuse(parcel.things["phone"][str(key)].place, origin, code, problems)


def known_terms(code: str) -> dict[str, set[str]]:
    """Taxonomies and terms that a package may point at without bringing them: all but its own, which it must bring."""
    found: dict[str, set[str]] = {}
    for entity in ("taxonomy", "taxonomy_term"):
        table = TABLES[entity]
        others = select(table.hsds_id).where((table.origin.is_(None)) | (table.origin != code))
        found[entity] = {key for key in session.scalars(others) if key}
    return found


def _refuse(place: str, origin: str | None, code: str, problems: Problems) -> None:
    if origin != code:
        whose = f"the package {origin}" if origin else "this directory itself"
        problems.add(place, f"has an id that belongs to {whose}.")
