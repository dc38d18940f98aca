"""Filters that combine, against a slow computation of their own over everything there is."""

from __future__ import annotations

import itertools
import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.directory.models import Service, ServiceAtLocation
from tests.hsds_house import bundle, key, service, take
from tests.staff_house import app, browser, database, one_app, settings

__all__ = ["app", "database", "one_app", "settings"]
BASE = "/api/hsds/v3"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = ("Åland", "advice", "debt", "house", "Éva")
TERMS = range(4)
Doc = dict[str, Any]


def town(seed: int) -> Doc:
    """Forty services of four organizations at ten locations, sorted by four terms of two taxonomies, all by chance."""
    chance = random.Random(seed)
    package = bundle(0)
    package["organizations"] = [
        {"id": key(f"body {n}"), "name": f"Body {n} {chance.choice(WORDS)}", "description": "It."} for n in range(4)
    ]
    package["taxonomies"] = [{"id": key(f"sort {n}"), "name": f"Sort {n}", "description": "It."} for n in range(2)]
    package["taxonomy_terms"] = [
        {"id": key(f"term {n}"), "name": f"Term {n}", "description": "It.", "taxonomy_id": key(f"sort {n % 2}")}
        | ({"parent_id": key("term 0")} if n == 2 else {})
        for n in TERMS
    ]
    package["services"] = [_service(n, chance) for n in range(40)]
    package["locations"] = [_location(n, chance) for n in range(10)]
    package["service_at_locations"] = [
        {"id": key(f"at {n}"), "service_id": key(f"service {n}"), "location_id": key(f"house {chance.randrange(10)}")}
        for n in range(40)
    ]
    return package


def _service(number: int, chance: random.Random) -> Doc:
    said = " ".join(chance.sample(WORDS, 2))
    sorts = [
        {"id": key(f"sorted {number} {term}"), "taxonomy_term_id": key(f"term {term}"), "link_entity": "service"}
        for term in chance.sample(TERMS, chance.randrange(3))
    ]
    return service(
        number, name=f"Service {number}", description=said, organization_id=key(f"body {chance.randrange(4)}"),
        attributes=sorts, phones=[], schedules=[], cost_options=[],
    )  # fmt: skip


def _location(number: int, chance: random.Random) -> Doc:
    address = {**bundle()["locations"][0]["addresses"][0], "id": key(f"address {number}")}
    address["postal_code"] = chance.choice(("111 22", "93131", "931 31"))
    spot = {"latitude": 59 + chance.random(), "longitude": 18 + chance.random()} if number % 5 else {}
    return {
        "id": key(f"house {number}"),
        "location_type": "physical",
        "name": f"House {number}",
        "addresses": [address],
        **spot,
    }


def _dated() -> None:
    """Each service and place a day after the one before."""
    with unit_of_work() as unit:
        for number in range(40):
            day = FIRST + timedelta(days=number)
            for table, name in ((Service, "service"), (ServiceAtLocation, "at")):
                changed = update(table).where(table.hsds_id == key(f"{name} {number}")).values(last_modified=day)
                unit.session.execute(changed)
        counter.bump(counter.CONTENT)


CHOICES: dict[str, tuple[str | None, ...]] = {
    "search": (None, "aland", "DEBT advice", "body 1"),
    "taxonomy_term_id": (None, key("term 2")),
    "taxonomy_id": (None, key("sort 1"), key("no sort")),
    "organization_id": (None, key("body 0")),
    "modified_after": (None, "2026-01-20", "2026-01-10T00:00:00+00:00"),
}


def holds(doc: Doc, number: int, asked: dict[str, str], town: Doc) -> bool:
    """The slow way: one service at a time, from the package alone."""
    terms = [one["taxonomy_term_id"] for one in doc["attributes"]]
    sorts = [one["taxonomy_id"] for one in town["taxonomy_terms"] if one["id"] in terms]
    body = next(one for one in town["organizations"] if one["id"] == doc["organization_id"])
    text = f"{doc['name']} {doc['description']} {body['name']}".lower().replace("å", "a").replace("é", "e")
    after = asked.get("modified_after", "2000-01-01")[:10]
    return (
        all(word in text for word in asked.get("search", "").lower().split())
        and asked.get("taxonomy_term_id") in (None, *terms)
        and asked.get("taxonomy_id") in (None, *sorts)
        and asked.get("organization_id") in (None, doc["organization_id"])
        and (FIRST + timedelta(days=number)).date().isoformat() >= after
    )


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return browser(app)


def found(reader: FlaskClient, name: str, asked: dict[str, str]) -> list[str]:
    answer = reader.get(f"{BASE}/{name}?{urlencode({**asked, 'per_page': 100})}")
    assert answer.status_code == 200, answer.text
    return [doc["id"] for doc in answer.get_json()["contents"]]


def test_it_works(reader: FlaskClient, tmp_path: Path) -> None:
    """Every combination, for services and for their places."""
    package = town(7)
    assert not take(tmp_path, package).problems
    _dated()
    sizes = set()
    for chosen in itertools.product(*CHOICES.values()):
        asked = {name: value for name, value in zip(CHOICES, chosen, strict=True) if value is not None}
        right = [number for number, doc in enumerate(package["services"]) if holds(doc, number, asked, package)]
        assert found(reader, "services", asked) == [key(f"service {number}") for number in right], asked
        assert found(reader, "service_at_locations", asked) == [key(f"at {number}") for number in right], asked
        sizes.add(len(right))
    assert len(sizes) > 8, "the combinations must not all give the same"


def _apart(one: Doc, other: tuple[float, float]) -> float:
    """Metres, by another formula than the one that is tested."""
    a, b = (math.radians(one["latitude"]), math.radians(one["longitude"])), tuple(map(math.radians, other))
    turn = math.sin(a[0]) * math.sin(b[0]) + math.cos(a[0]) * math.cos(b[0]) * math.cos(a[1] - b[1])
    return 6_371_000 * math.acos(max(-1.0, min(1.0, turn)))


@pytest.mark.parametrize("metres", [None, "0", "15000", "40000", "500000"])
@pytest.mark.parametrize("postcode", ["11122", "931 31", "99999"])
def test_by_place(reader: FlaskClient, tmp_path: Path, postcode: str, metres: str | None) -> None:
    package = town(11)
    take(tmp_path, package)
    _dated()
    codes = {one["id"]: one["addresses"][0]["postal_code"].replace(" ", "") for one in package["locations"]}
    here = [one for one in package["locations"] if codes[one["id"]] == postcode.replace(" ", "")]
    spots = [(one["latitude"], one["longitude"]) for one in here if "latitude" in one]
    centre = tuple(sum(part) / len(spots) for part in zip(*spots, strict=True)) if spots else None
    near = {one["id"] for one in here}
    if metres is not None:
        known = [one for one in package["locations"] if "latitude" in one and centre]
        near = {one["id"] for one in known if _apart(one, centre) <= float(metres)}  # type: ignore[arg-type]
    right = [one["id"] for one in package["service_at_locations"] if one["location_id"] in near]
    asked = {"postcode": postcode} | ({"proximity": metres} if metres is not None else {})
    assert found(reader, "service_at_locations", asked) == right


def test_terms_by_parent_and_from_the_top(reader: FlaskClient, tmp_path: Path) -> None:
    take(tmp_path, town(3))
    ids = [key(f"term {number}") for number in TERMS]
    assert sorted(found(reader, "taxonomy_terms", {})) == sorted(ids)
    assert found(reader, "taxonomy_terms", {"parent_id": ids[0]}) == [ids[2]]
    assert set(found(reader, "taxonomy_terms", {"top_only": "true"})) == {ids[0], ids[1], ids[3]}
    assert set(found(reader, "taxonomy_terms", {"taxonomy_id": key("sort 1")})) == {ids[1], ids[3]}
    assert found(reader, "taxonomy_terms", {"taxonomy_id": key("sort 1"), "parent_id": ids[0]}) == []
    assert found(reader, "taxonomies", {"search": "sort 1"}) == [key("sort 1")]
    assert len(found(reader, "organizations", {"search": "body"})) == 4
