"""Packages for tests: a sound one to begin with, the standard's own files where they are, and rows to compare."""

from __future__ import annotations

import json
import uuid
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import tables
from app.config import ROOT
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.directory.hsds import checking, importing
from app.domain.directory.hsds.importing import Label
from app.domain.directory.hsds.parcel import Raw, Top
from app.domain.directory.hsds.problems import Problem, Problems
from app.domain.directory.hsds.relations import RULES
from app.domain.directory.hsds.report import Report
from app.domain.directory.hsds.shape import LISTS

STANDARD = ROOT.parent / "shared" / "hsds"
needs_standard = pytest.mark.skipif(
    not STANDARD.is_dir(), reason="needs the HSDS 3.0 files beside the project (shared/hsds)"
)
Doc = dict[str, Any]


def key(what: object) -> str:
    """The UUID of a thing in a test package."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"test:{what}"))


def service(number: int = 1, **more: Any) -> Doc:
    """A whole service. The numbers are those kept free for fiction."""
    doc = {
        "id": key(f"service {number}"), "organization_id": key("organization"), "name": f"Help {number}",
        "description": "Somebody to ask.", "url": "https://help.example.org/", "email": "help@example.org",
        "status": "active", "minimum_age": 18, "maximum_age": 99, "assured_date": "2026-01-31",
        "last_modified": "2026-01-31T12:00:00Z",
        "phones": [{"id": key(f"phone {number}"), "number": f"+46 8 465 004 {number % 100:02}", "type": "voice",
                    "languages": [{"id": key(f"language {number}"), "name": "Swedish", "code": "sv"}]}],
        "schedules": [{"id": key(f"schedule {number}"), "freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:00",
                       "closes_at": "16:00", "timezone": 1, "valid_from": "2026-01-01", "valid_to": "2026-12-31"}],
        "cost_options": [{"id": key(f"cost {number}"), "option": "Adults", "amount": 40, "currency": "SEK"}],
        "attributes": [{"id": key(f"attribute {number}"), "link_id": key(f"service {number}"),
                        "link_entity": "service", "taxonomy_term_id": key("term")}],
    }  # fmt: skip
    return {**doc, **more}


def bundle(services: int = 1) -> Doc:
    """A sound package: an organization with services at a location, sorted by a term."""
    address = {
        "id": key("address"), "address_1": "Street 1", "city": "Town", "state_province": "Region",
        "postal_code": "111 22", "country": "SE", "address_type": "physical",
    }  # fmt: skip
    return {
        "organizations": [
            {"id": key("organization"), "name": "Helpers", "description": "They help.", "website": "https://example.org/"}
        ],
        "services": [service(number) for number in range(1, services + 1)],
        "locations": [
            {"id": key("location"), "location_type": "physical", "name": "House", "latitude": 59.3, "longitude": 18.1,
             "organization_id": key("organization"), "addresses": [address]}
        ],
        "service_at_locations": [
            {"id": key("place"), "service_id": key("service 1"), "location_id": key("location"), "description": "Upstairs"}
        ],
        "taxonomies": [{"id": key("taxonomy"), "name": "Kinds", "description": "Kinds of help"}],
        "taxonomy_terms": [
            {"id": key("term"), "code": "advice", "name": "Advice", "description": "Advice", "taxonomy_id": key("taxonomy")}
        ],
    }  # fmt: skip


def take(folder: Path, package: Any, lenient: bool = False, publisher: str = "Helpers", **more: Any) -> Report:
    """Imports a package (a path, or what is to stand in a JSON file) as the command does."""
    path = package
    if not isinstance(package, Path):
        path = folder / "package.json"
        path.write_text(package if isinstance(package, str) else json.dumps(package), "utf-8")
    looked = importing.look(path, Label(publisher, more.pop("language", "en"), lenient=lenient, **more))
    with unit_of_work():
        return importing.take(Operator(), looked)


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, to compare before with after."""
    session.remove()
    return {
        name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for name, table in tables.metadata.tables.items()
    }


def strict(name: str, docs: list[Doc]) -> list[Problem]:
    """What our own import would say of a list of objects, references aside."""
    problems = Problems()
    walk = checking.check(Raw([Top(LISTS[name], doc, f"{name}[{place}]") for place, doc in enumerate(docs)]), problems)
    for entity, rules in RULES.items():
        for thing in walk.parcel.all(entity):
            for field, reason in (found for rule in rules for found in rule(thing.doc)):
                problems.add(f"{thing.place}.{field}", reason)
    return list(problems)


@cache
def validator(name: str, listed: bool) -> Any:
    """The standard's own schema for what stands in a list, or for one whole object."""
    from jsonschema import Draft202012Validator

    formats = Draft202012Validator.FORMAT_CHECKER
    if name in ("taxonomies", "taxonomy_terms"):
        whole = json.loads((STANDARD / "schema" / "service.json").read_text("utf-8"))
        term = whole["properties"]["attributes"]["items"]["properties"]["taxonomy_term"]
        schema = term["properties"]["taxonomy_detail"] if name == "taxonomies" else term
    else:
        file = f"{LISTS[name]}{'_list' if listed else ''}.json"
        schema = json.loads((STANDARD / "schema" / file).read_text("utf-8"))
    return Draft202012Validator(schema, format_checker=formats)


def against_standard(name: str, docs: list[Doc], listed: bool = True) -> list[str]:
    """What the standard's schema has to say of them."""
    found = (error for doc in docs for error in validator(name, listed).iter_errors(doc))
    return [f"{error.json_path}: {error.message[:200]}" for error in found]
