"""HSDS objects of rows, ours and imported alike, put together from the rows they are made of."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.directory.hsds import ours, overlay
from app.domain.directory.hsds.loading import Shelf
from app.domain.directory.hsds.parcel import Doc
from app.domain.directory.hsds.shape import simple
from app.domain.directory.models import Location, Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm


@dataclass(frozen=True)
class Giver:
    """Speaks the language in use. `reveal` is the operator's own export: imported documents whole, every number."""

    shelf: Shelf
    reveal: bool = False

    def service(self, row: Service, full: bool, alone: bool = True) -> Doc:
        """`alone`: with its organization and places; else it stands inside one of them already."""
        if self.reveal and row.imported:
            return overlay.service(row, self.shelf, reveal=True)
        if row.imported:
            doc = overlay.service(row, self.shelf, reveal=False)
            doc = {name: value for name, value in doc.items() if name not in ("service_at_locations", "organization")}
            doc = _with_terms(doc, row) if full else doc
        else:
            doc = ours.service(row, self.shelf, self.reveal, full)
        if alone:
            doc["organization"] = self.organization_plain(row.organization)
            at = [self._place(one) for one in self.shelf.places.get(row.id, ())]
            doc |= {"service_at_locations": at} if at and full else {}
        return doc if full else simple("service", doc)

    def organization_plain(self, row: Organization) -> Doc:
        doc = overlay.organization(row, self.shelf, False) if row.imported else self._ours(row)
        return simple("organization", doc)

    def organization(self, row: Organization, full: bool, full_service: bool) -> Doc:
        if self.reveal and row.imported:
            return overlay.organization(row, self.shelf, reveal=True)
        if not full:
            return self.organization_plain(row)
        doc = overlay.organization(row, self.shelf, False) if row.imported else self._ours(row)
        doc = {name: value for name, value in doc.items() if name not in ("services", "locations")}
        here = [self.location(one, full=True) for one in self.shelf.locations.get(row.id, ())]
        offered = [self.service(one, full_service, alone=False) for one in self.shelf.services.get(row.id, ())]
        return doc | ({"locations": here} if here else {}) | ({"services": offered} if offered else {})

    def _ours(self, row: Organization) -> Doc:
        return ours.organization(row, self.shelf, self.reveal)

    def location(self, row: Location, full: bool) -> Doc:
        doc = (
            overlay.given(row.imported, self.shelf, self.reveal)
            if row.imported
            else ours.location(row, self.shelf, full)
        )
        return doc if full else simple("location", doc)

    def _place(self, row: ServiceAtLocation) -> Doc:
        """Inside its service."""
        doc = overlay.given(row.imported, self.shelf, False) if row.imported else ours.service_at_location(row)
        doc = {name: value for name, value in doc.items() if name != "service"}
        return {**doc, "location": self.location(row.location, full=True)}

    def place(self, row: ServiceAtLocation, full: bool) -> Doc:
        """On its own, with both ends."""
        if self.reveal and row.imported:
            return overlay.given(row.imported, self.shelf, reveal=True)
        doc = {**self._place(row), "service": self.service(row.service, full)}
        return doc if full else simple("service_at_location", doc)

    def taxonomy(self, row: Taxonomy) -> Doc:
        return dict(row.imported) or ours.taxonomy(row)

    def taxonomy_term(self, row: TaxonomyTerm, above: str | None) -> Doc:
        return dict(row.imported) or ours.taxonomy_term(row, above)


def _with_terms(doc: Doc, row: Service) -> Doc:
    """Packages of tables name their terms by id only; a reader wants to read them."""
    terms = {term.hsds_id: term for term in row.terms}
    listed = [
        {**one, "taxonomy_term": _term(terms[one["taxonomy_term_id"]])}
        if "taxonomy_term" not in one and one.get("taxonomy_term_id") in terms
        else one
        for one in doc.get("attributes", ())
    ]
    return {**doc, "attributes": listed} if listed else doc


def _term(row: TaxonomyTerm) -> Doc:
    return dict(row.imported) or ours.taxonomy_term(row)
