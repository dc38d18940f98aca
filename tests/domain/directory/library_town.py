"""A country with two towns, a branch, and bodies that help in one, in all, or in none of them."""

from __future__ import annotations

from typing import Any

from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.directory.models import (
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from app.domain.places.models import Area

KINDS = ("library", "debt-advice", "bank", "tax")


def area(code: str, kind: str, parent: Area | None = None) -> Area:
    return Area(code=code, kind=kind, timezone="Europe/Stockholm", names={"en": code}, parent=parent)


def service(slug: str, *terms: TaxonomyTerm, areas: tuple[str, ...] = (), **more: Any) -> Service:
    made = Service(slug=slug, name={"en": slug}, areas=list(areas), terms=list(terms), phones=[])
    made.general = bool(more.get("general"))
    Organization(slug=f"of-{slug}", name=slug, country=more.get("country", "se"), services=[made])
    return made


def build() -> None:
    """SE with SE-1 (branch SE-1-b) and SE-2; debt advice in SE-1 only, a general one for the country; no bank but Denmark's."""
    country = area("SE", "country")
    town, other = area("SE-1", "municipality", country), area("SE-2", "municipality", country)
    branch = area("SE-1-b", "branch", town)
    kinds = Taxonomy(code="kind")
    library, debt, bank, tax = (
        TaxonomyTerm(code=code, position=place, name={"en": code}, taxonomy=kinds) for place, code in enumerate(KINDS)
    )
    ours = service("library-help", library, general=True, country=None)
    place = Location(area=branch, name={"en": "SE-1-b"})
    with unit_of_work() as unit:
        unit.session.add_all([country, town, other, branch, kinds, ours, place])
        unit.session.add(ServiceAtLocation(service=ours, location=place))
        unit.session.add_all(
            [
                service("debt-here", debt, areas=("SE-1",)),
                service("debt-general", debt, areas=("SE",), general=True),
                service("tax-office", tax, areas=("SE",), general=True),
                service("bank-dk", bank, areas=("DK",), general=True, country="dk"),
            ]
        )


def editor(role: Role = Role.EDITOR) -> StaffMember:
    with unit_of_work() as unit:
        made = StaffMember(email=f"{role}@example.org", name="Karin Berg", role=role, password_hash="set")
        unit.session.add(made)
    return made
