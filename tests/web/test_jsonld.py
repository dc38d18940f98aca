"""JSON-LD read by a library that is not ours, with a context of one line and no network."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from pyld import jsonld as reading
from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory import services
from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.services import Finding
from app.domain.guides.models import Guide
from app.web.jsonld import script
from tests.staff_house import person
from tests.web.public.conftest import loaded, one_app, reader, site

__all__ = ["loaded", "one_app", "reader", "site"]

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SCHEMA = "https://schema.org/"
CONTEXT = {"document": {"@context": {"@vocab": SCHEMA}}, "documentUrl": "https://schema.org", "contextUrl": None,
           "contentType": "application/ld+json"}  # fmt: skip
HOSTILE = "</script><script>alert(1)</script><!-- \"'&"
Node = dict[str, Any]


def _known(address: str, _options: object) -> Node:
    assert address.startswith("https://schema.org"), f"asks the network for {address}"
    return CONTEXT


def read(html: str) -> list[Node]:
    """Every node of every script of a page, expanded: whole addresses for names, nothing dropped in silence."""
    nodes: list[Node] = []
    for found in SCRIPT.findall(html):
        flat = reading.flatten(json.loads(found), None, {"documentLoader": _known})
        nodes += flat
    return nodes


def of_type(nodes: list[Node], *names: str) -> list[Node]:
    wanted = {SCHEMA + name for name in names}
    return [one for one in nodes if wanted & set(one.get("@type", ()))]


def values(node: Node, name: str) -> list[Any]:
    return [one.get("@value", one.get("@id")) for one in node.get(SCHEMA + name, ())]


def test_it_works(reader: FlaskClient) -> None:
    nodes = read(reader.get("/sv/actor/skatteverket").text)
    (body,) = of_type(nodes, "GovernmentOrganization")
    assert values(body, "name") == ["Skatteverket"]
    found = of_type(nodes, "GovernmentService")
    assert found and all(values(one, "provider") == [body["@id"]] for one in found)
    channels = {one["@id"]: one for one in of_type(nodes, "ServiceChannel")}
    used = [channels[id] for one in found for id in values(one, "availableChannel")]
    assert any(values(one, "serviceUrl") for one in used)


def test_every_body_we_ship(reader: FlaskClient) -> None:
    """Each with a name, an address and each of its services; a number nowhere, since nobody has looked one up."""
    bodies = session.scalars(select(Organization.slug)).all()
    counts = {slug: len(rows) for slug in bodies if (rows := _services_of(slug))}
    session.remove()
    for slug in bodies:
        nodes = read(reader.get(f"/ar/actor/{slug}").text)
        (body,) = [one for one in nodes if one["@id"].endswith(f"/ar/actor/{slug}#body") and SCHEMA + "name" in one]
        assert of_type([body], "GovernmentOrganization", "Organization")
        assert values(body, "name")
        found = of_type(nodes, "GovernmentService", "Service")
        assert len(found) == counts.get(slug, 0), slug
        for one in found:
            assert values(one, "name") and values(one, "description") and values(one, "provider") == [body["@id"]]
        assert not [one for one in nodes if SCHEMA + "telephone" in one], slug
        assert of_type(nodes, "BreadcrumbList"), slug
        public = bool(of_type(nodes, "GovernmentOrganization"))
        assert bool(of_type(nodes, "GovernmentService")) == (public and bool(found)), slug


def _services_of(slug: str) -> list[str]:
    return list(session.scalars(select(Service.slug).join(Organization).where(Organization.slug == slug)))


def test_a_bank_is_no_authority(reader: FlaskClient) -> None:
    for slug in ("swedbank", "google", "kivra", "taenk"):
        assert not of_type(read(reader.get(f"/en/actor/{slug}").text), "GovernmentOrganization", "GovernmentService"), (
            slug
        )
    assert of_type(read(reader.get("/en/actor/polisen").text), "GovernmentOrganization")


def test_a_number_is_told_when_it_may_be_shown(reader: FlaskClient) -> None:
    of_tax = select(Phone).join(Service).join(Organization).where(Organization.slug == "skatteverket")
    phone = session.scalars(of_tax).first()
    assert phone is not None
    number, address = phone.number, phone.public_id
    for checker in (person("Karin"), person("Ali")):
        with unit_of_work():
            services.record_check(checker, "phone", address, Finding(number, "right", "skatteverket.se"))
    nodes = read(reader.get("/sv/actor/skatteverket").text)
    points = of_type(nodes, "ContactPoint")
    assert [values(one, "telephone") for one in points] == [[number]]
    assert [one for one in of_type(nodes, "ServiceChannel") if values(one, "servicePhone") == [points[0]["@id"]]]


def test_hours_areas_prices_and_places(reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        one = unit.session.scalars(select(Service).where(Service.slug == "naevneneshus-consumer")).one()
        one.schedule = [{"days": ["MO", "TU"], "opens": "08:00", "closes": "15:30"}]
        one.exceptions = [{"day": "2026-12-24"}]
        one.cost_options = [
            {"option": {"en": "Complaint"}, "amount": 400, "currency": "DKK", "valid_from": "2024-01-01"}
        ]
        counter.bump(counter.CONTENT)
    nodes = read(reader.get("/en/actor/naevneneshus").text)
    week, christmas = sorted(
        of_type(nodes, "OpeningHoursSpecification"), key=lambda found: SCHEMA + "validFrom" in found
    )
    assert values(week, "dayOfWeek") == [f"{SCHEMA}Monday", f"{SCHEMA}Tuesday"]
    assert (values(week, "opens"), values(week, "closes")) == (["08:00"], ["15:30"])
    assert (values(christmas, "validFrom"), values(christmas, "closes")) == (["2026-12-24"], ["00:00"])
    assert [values(found, "priceCurrency") for found in of_type(nodes, "Offer")] == [["DKK"]]
    assert [values(found, "identifier") for found in of_type(nodes, "Country")] == [["DK"]]
    library = read(reader.get("/sv/actor/library").text)
    assert len(of_type(library, "Place")) > 3


def test_every_guide(reader: FlaskClient) -> None:
    slugs = session.scalars(select(Guide.slug)).all()
    session.remove()
    for slug in slugs:
        html = reader.get(f"/sv/guide/{slug}").text
        nodes = read(html)
        (guide,) = of_type(nodes, "HowTo")
        steps = of_type(nodes, "HowToStep")
        assert steps and values(guide, "name") and values(guide, "totalTime"), slug
        assert set(values(guide, "step")) == {one["@id"] for one in steps}, slug
        (asked,) = of_type(nodes, "FAQPage")
        questions = of_type(nodes, "Question")
        assert questions and set(values(asked, "mainEntity")) == {one["@id"] for one in questions}, slug
        answers = {one["@id"]: one for one in of_type(nodes, "Answer")}
        for one in questions:
            (answer,) = values(one, "acceptedAnswer")
            (told,) = values(answers[answer], "text")
            assert told.strip(), slug
            assert str(Markup.escape(values(one, "name")[0])) in html, slug


def test_the_front_page_can_be_searched(reader: FlaskClient) -> None:
    nodes = read(reader.get("/fi/").text)
    (site,) = of_type(nodes, "WebSite")
    (target,) = of_type(nodes, "EntryPoint")
    assert values(site, "inLanguage") == ["fi"]
    pattern = values(target, "urlTemplate")[0]
    assert pattern.endswith("/fi/search?q={search_term_string}")
    path = "/" + pattern.split("/", 3)[3].format(search_term_string="pankki")
    assert reader.get(path).status_code == 200
    assert of_type(nodes, "Organization")


@pytest.mark.parametrize(
    "path", ["topic/eid", "actor/mitid", "area/SE-2482", "guide/eid-locked-se", "matter/eid-locked"]
)
def test_the_way_here(reader: FlaskClient, path: str) -> None:
    html = reader.get(f"/sv/{path}").text
    (trail,) = of_type(read(html), "BreadcrumbList")
    items = sorted(of_type(read(html), "ListItem"), key=lambda one: values(one, "position")[0])
    assert [values(one, "position")[0] for one in items] == list(range(1, len(items) + 1))
    assert len(values(trail, "itemListElement")) == len(items) >= 2
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', html)
    assert values(items[-1], "item") == canonical
    for one in items:
        address = "/" + str(values(one, "item")[0]).split("/", 3)[3]
        assert reader.get(address).status_code == 200, address


def test_a_hostile_name_stays_a_name(reader: FlaskClient, site: Flask) -> None:
    with unit_of_work() as unit:
        body = unit.session.scalars(select(Organization).where(Organization.slug == "polisen")).one()
        body.name = HOSTILE
        body.services[0].name = {"en": HOSTILE, "sv": HOSTILE}
        counter.bump(counter.CONTENT)
    answer = reader.get("/sv/actor/polisen")
    assert "alert(1)</script>" not in answer.text
    (found,) = of_type(read(answer.text), "GovernmentOrganization")
    assert values(found, "name") == [HOSTILE]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "<" not in script({"name": HOSTILE}) and ">" not in script({"name": HOSTILE})
