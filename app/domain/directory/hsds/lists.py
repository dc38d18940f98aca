"""The lists of HSDS objects: which there are, a page of one, all of one in batches, one object by its id."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import session
from app.domain.directory.hsds import asked as filters
from app.domain.directory.hsds import loading, pieces
from app.domain.directory.hsds.asked import Asked
from app.domain.directory.hsds.giving import Giver
from app.domain.directory.hsds.owners import TABLES, parts
from app.domain.directory.hsds.parcel import Doc
from app.domain.directory.hsds.shape import LISTS
from app.domain.directory.models import Service, Taxonomy, TaxonomyTerm

BATCH = 50


@dataclass(frozen=True)
class How:
    """How much of each thing to give."""

    full: bool = False
    full_service: bool = False
    minimal: bool = False
    reveal: bool = False


FILTERS: dict[str, Callable[[Asked], list[int]]] = {
    "services": filters.services,
    "organizations": filters.organizations,
    "service_at_locations": filters.service_at_locations,
    "taxonomies": filters.taxonomies,
    "taxonomy_terms": filters.taxonomy_terms,
}


def ids_of(name: str, asked: Asked) -> list[int]:
    """The rows of a list that answer, in order."""
    return FILTERS[name](asked)


def some(name: str, ids: Sequence[int], how: How) -> list[Doc]:
    """These rows as objects, in the language in use; a few queries however many they are."""
    if how.minimal and name == "services":
        return _minimal(ids)
    return _GIVERS[name](ids, how)


def batches(name: str, ids: Sequence[int], how: How) -> Iterator[list[Doc]]:
    """All of them, a batch at a time, so that nobody else waits long and memory holds one batch."""
    for start in range(0, len(ids), BATCH):
        yield some(name, ids[start : start + BATCH], how)


def one(name: str, key: str, how: How) -> Doc | None:
    """The object of this HSDS id, or None."""
    table = TABLES[LISTS[name]]
    found = session.execute(select(table.id).where(table.hsds_id == key)).scalar()
    given = some(name, [found], how) if found is not None else []
    return given[0] if given else None


def _minimal(ids: Sequence[int]) -> list[Doc]:
    when: dict[int, Doc] = {}
    for lot in parts(ids):
        for row in session.execute(
            select(Service.id, Service.hsds_id, Service.last_modified).where(Service.id.in_(lot))
        ):
            when[row.id] = {"id": row.hsds_id, "last_modified": pieces.moment(row.last_modified)}
    return [when[key] for key in ids if key in when]


def _services(ids: Collection[int], how: How) -> list[Doc]:
    rows, shelf = loading.services(ids, how.full)
    giver = Giver(shelf, how.reveal)
    return [giver.service(row, how.full) for row in rows]


def _organizations(ids: Collection[int], how: How) -> list[Doc]:
    full = how.full or how.full_service
    rows, shelf = loading.organizations(ids, full, how.full_service)
    giver = Giver(shelf, how.reveal)
    return [giver.organization(row, full, how.full_service) for row in rows]


def _places(ids: Collection[int], how: How) -> list[Doc]:
    rows, shelf = loading.places(ids, how.full)
    giver = Giver(shelf, how.reveal)
    return [giver.place(row, how.full) for row in rows]


def _locations(ids: Collection[int], how: How) -> list[Doc]:
    rows, shelf = loading.locations(ids)
    giver = Giver(shelf, how.reveal)
    return [giver.location(row, how.full) for row in rows]


def _taxonomies(ids: Collection[int], how: How) -> list[Doc]:
    rows = loading.in_order(Taxonomy, ids)
    giver = Giver(loading.Shelf(), how.reveal)
    return [giver.taxonomy(row) for row in rows]


def _terms(ids: Collection[int], how: How) -> list[Doc]:
    rows = loading.in_order(TaxonomyTerm, ids, joinedload(TaxonomyTerm.taxonomy))
    above: dict[Any, str] = {}
    for lot in parts({row.parent_id for row in rows if row.parent_id}):
        query = select(TaxonomyTerm.id, TaxonomyTerm.hsds_id).where(TaxonomyTerm.id.in_(lot))
        above |= {row.id: row.hsds_id for row in session.execute(query)}
    giver = Giver(loading.Shelf(), how.reveal)
    return [giver.taxonomy_term(row, above.get(row.parent_id)) for row in rows]


_GIVERS: dict[str, Callable[[Collection[int], How], list[Doc]]] = {
    "services": _services,
    "organizations": _organizations,
    "service_at_locations": _places,
    "locations": _locations,
    "taxonomies": _taxonomies,
    "taxonomy_terms": _terms,
}
