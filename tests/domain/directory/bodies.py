"""A small directory for tests: bodies of two countries with terms, hours, languages and places."""

from __future__ import annotations

from typing import Any

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory.models import (
    Location,
    Organization,
    Package,
    Phone,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from app.domain.places.models import Area

ALWAYS = [{"days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "opens": "00:00", "closes": "23:59"}]
# Known, and closed whenever a test runs.
NEVER = [{"days": [], "opens": "08:00", "closes": "08:01"}]


def areas() -> None:
    """Sweden with two municipalities, and Denmark."""
    rows = {
        "SE": ("country", None, "Sverige"),
        "SE-AC": ("region", "SE", "Västerbotten"),
        "SE-2482": ("municipality", "SE-AC", "Skellefteå"),
        "SE-2482-byske": ("branch", "SE-2482", "Byske bibliotek"),
        "SE-1480": ("municipality", "SE", "Göteborg"),
        "DK": ("country", None, "Danmark"),
    }
    made: dict[str, Area] = {}
    for code, (kind, parent, name) in rows.items():
        made[code] = Area(
            code=code, kind=kind, timezone="Europe/Stockholm", names={"sv": name, "en": name}, position=len(made),
            parent=made.get(parent or ""),
        )  # fmt: skip
        session.add(made[code])


def body(slug: str, country: str | None, services: list[Service], **more: Any) -> Organization:
    made = Organization(
        slug=slug, name=slug.capitalize(), country=country, website=f"https://{slug}.example", services=services,
        description={"en": f"What {slug} is."}, **more,
    )  # fmt: skip
    session.add(made)
    return made


def service(slug: str, **more: Any) -> Service:
    return Service(slug=slug, **{"name": {"en": f"{slug} name"}, "description": {"en": f"{slug} helps."}, **more})


def directory() -> None:
    """In a unit of work of its own."""
    with unit_of_work():
        areas()
        topics, kinds = Taxonomy(code="topic"), Taxonomy(code="kind")
        eid = TaxonomyTerm(code="eid", name={"en": "E-ID", "sv": "E-legitimation"}, taxonomy=topics)
        money = TaxonomyTerm(code="money", name={"en": "Money"}, taxonomy=topics, position=1)
        debt = TaxonomyTerm(code="debt-advice", name={"en": "Debt advice"}, taxonomy=kinds)
        session.add_all([topics, kinds, eid, money, debt])
        body("bank", "se", [
            service("bank-block", areas=["SE"], terms=[eid, money], languages=["sv", "en"], schedule=ALWAYS, urgent=True),
            service("bank-loans", areas=["SE"], terms=[money], languages=["sv"], schedule=NEVER),
        ])  # fmt: skip
        body("skelleftea", "se", [service("skelleftea-debt", areas=["SE-2482"], terms=[debt, money], languages=["sv"])])
        body("goteborg", "se", [service("goteborg-debt", areas=["SE-1480"], terms=[debt], languages=["ar"])])
        body("mitid", "dk", [service("mitid-support", areas=["DK"], terms=[eid], languages=["da"], schedule=ALWAYS)])
        body("phones", None, [service("phones-help", phones=[Phone(number="+46 8 465 004 00", kind="voice")])])
        session.add(Package(code="town", publisher="Town", source="file", language="en", digest="x", counts={}))
        body("imported", "se", [service("imported-one", areas=["SE"], origin="town")], origin="town")
        counter.bump(counter.CONTENT)


def place_for(row: Service, **more: Any) -> None:
    """A place the service is given at, inside an open unit of work."""
    given = {"name": {"en": "Town hall"}, "address": {"address_1": "Example street 1", "city": "Town"}, **more}
    session.add(ServiceAtLocation(service=row, location=Location(organization=row.organization, **given)))
