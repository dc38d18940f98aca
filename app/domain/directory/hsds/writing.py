"""A checked package into rows: the same id, the same row; what changed is changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.core.db import session
from app.domain.directory.hsds import columns
from app.domain.directory.hsds.owners import parts
from app.domain.directory.hsds.parcel import Doc, Thing, inside, location_of, organization_of, service_of
from app.domain.directory.hsds.rows import Rows, change
from app.domain.directory.models import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


def write(rows: Rows) -> None:
    """Everything but the phones, in the order in which one row needs another."""
    for step in (_taxonomies, _terms, _organizations, _services, _locations, _places):
        step(rows)
        session.flush()


def _before(rows: Rows, row: Any, read: Callable[[Doc, str], Doc]) -> Doc | None:
    return read(row.imported, rows.spoke) if row.imported else None


def _taxonomies(rows: Rows) -> None:
    for thing in rows.parcel.all("taxonomy"):
        row = rows.row(Taxonomy, rows.taxonomies, thing, code=f"{rows.code[:43]}-{thing.id}")
        rows.fill(row, thing, columns.taxonomy(thing.doc, rows.language))


def _taxonomy_of(rows: Rows, thing: Thing) -> Taxonomy:
    """As it says by id, inside or by name; else one of the package's own."""
    wanted = inside(thing.doc, "taxonomy_detail") or thing.doc.get("taxonomy_id")
    if wanted in rows.taxonomies:
        found: Taxonomy = rows.taxonomies[wanted]
        return found
    others = session.scalars(select(Taxonomy).where(Taxonomy.hsds_id == wanted)).first() if wanted else None
    if others is not None:
        return others
    name = thing.doc.get("taxonomy")
    named = (row for row in rows.taxonomies.values() if name and name in row.name.values())
    return next(named, None) or _own_taxonomy(rows)


def _own_taxonomy(rows: Rows) -> Taxonomy:
    row = next((row for row in rows.taxonomies.values() if row.code == rows.code), None)
    if row is None:
        said = {rows.language: rows.publisher}
        row = Taxonomy(code=rows.code, name=said, description=said, origin=rows.code)
        session.add(row)
        session.flush()
        rows.taxonomies[row.hsds_id] = row
    return row


def _terms(rows: Rows) -> None:
    taken: set[tuple[int, str]] = set()
    for position, thing in enumerate(rows.parcel.all("taxonomy_term")):
        taxonomy = _taxonomy_of(rows, thing)
        code = str(thing.doc.get("code") or thing.id)[:80]
        known = rows.terms.get(thing.id)
        if taxonomy.origin != rows.code or (taxonomy.id, code) in taken or (known and known.code == thing.id):
            code = thing.id  # another term there has this code, or may have
        taken.add((taxonomy.id, code))
        row = rows.row(TaxonomyTerm, rows.terms, thing, code=code, taxonomy=taxonomy)
        rows.fill(row, thing, {**columns.taxonomy_term(thing.doc, rows.language), "taxonomy": taxonomy})
        change(row, {"code": code, "position": position})
    session.flush()
    for thing in rows.parcel.all("taxonomy_term"):
        above = rows.terms.get(thing.doc.get("parent_id", ""))
        change(rows.terms[thing.id], {"parent_id": above.id if above else None})


def _organizations(rows: Rows) -> None:
    for thing in rows.parcel.all("organization"):
        slug = columns.slug_of(thing.doc["name"], thing.id)
        row = rows.row(Organization, rows.organizations, thing, slug=slug, services=[])
        said = columns.organization(thing.doc, rows.language)
        rows.fill(row, thing, said, _before(rows, row, columns.organization))
    for thing in rows.parcel.all("organization"):
        above = rows.organizations.get(thing.doc.get("parent_organization_id", ""))
        change(rows.organizations[thing.id], {"parent": above.slug if above else None})


def _services(rows: Rows) -> None:
    terms = _known_terms(rows)
    for position, thing in enumerate(rows.parcel.all("service")):
        organization = rows.organizations[str(organization_of(thing, rows.parcel))]
        slug = columns.slug_of(thing.doc["name"], thing.id)
        row = rows.row(
            Service, rows.services, thing, slug=slug, organization=organization, phones=[], terms=[], position=position
        )
        said = columns.service(thing.doc, rows.language)
        rows.fill(row, thing, said, _before(rows, row, columns.service))
        change(row, {"organization": organization, "position": position})
        named = [_term_of(one) for one in thing.doc.get("attributes", ())]
        wanted = list({terms[key].id: terms[key] for key in named if key in terms}.values())
        if {term.id for term in row.terms} != {term.id for term in wanted}:
            row.terms = wanted


def _known_terms(rows: Rows) -> dict[str | None, TaxonomyTerm]:
    """The package's own terms, and ours that it points at."""
    docs = [one for thing in rows.parcel.all("service") for one in thing.doc.get("attributes", ())]
    named = {key for one in docs if (key := _term_of(one))} - set(rows.terms)
    found: dict[str | None, TaxonomyTerm] = dict(rows.terms.items())
    for some in parts(sorted(named)):
        others = session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.hsds_id.in_(some)))
        found |= {row.hsds_id: row for row in others}
    return found


def _term_of(attribute: Doc) -> str | None:
    return inside(attribute, "taxonomy_term") or attribute.get("taxonomy_term_id")


def _locations(rows: Rows) -> None:
    for thing in rows.parcel.all("location"):
        row = rows.row(Location, rows.locations, thing)
        rows.fill(row, thing, columns.location(thing.doc, rows.language), _before(rows, row, columns.location))
        change(row, {"organization": rows.organizations.get(thing.owner("organization") or "")})


def _places(rows: Rows) -> None:
    for key in set(rows.places) - set(rows.parcel.things["service_at_location"]):
        rows.away("service_at_location", rows.places.pop(key))
    session.flush()  # first, so that the pair is free
    for thing in rows.parcel.all("service_at_location"):
        service, location = rows.services[str(service_of(thing))], rows.locations[str(location_of(thing))]
        row = rows.row(ServiceAtLocation, rows.places, thing, service=service, location=location)
        rows.fill(row, thing, columns.service_at_location(thing.doc, rows.language))
        change(row, {"service": service, "location": location})
