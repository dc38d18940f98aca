"""A package that comes again: what changed, what is gone, what somebody here corrected; and what nobody checked."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.directory.hsds import importing, lists
from app.domain.directory.hsds.asked import Asked
from app.domain.directory.hsds.lists import How
from app.domain.directory.models import Location, Organization, Package, Phone, Service, ServiceAtLocation, TaxonomyTerm
from app.domain.directory.services import Finding, record_check
from app.domain.guides.models import Guide, GuideService, Matter, Topic
from tests import factories
from tests.hsds_house import bundle, key, service, take


def public(number: int = 1, language: str = "en") -> dict[str, Any]:
    """The service as anybody reads it."""
    session.remove()
    with i18n.speaking(language):
        found = lists.one("services", key(f"service {number}"), How(full=True))
    assert found
    return found


def check(number: str, result: str = "right", corrected: str = "") -> None:
    """A colleague looked the number up."""
    from app.domain.accounts.models import StaffMember

    actor = factories.staff()
    with unit_of_work() as unit:
        phone = unit.session.scalars(select(Phone).where(Phone.number == number)).one()
        checker = unit.session.scalars(select(StaffMember).where(StaffMember.id == actor.id)).one()
        record_check(checker, "phone", phone.public_id, Finding(number, result, "own page", corrected=corrected))


def test_it_works(database: str, tmp_path: Path) -> None:
    first = take(tmp_path, bundle(2), source="https://example.org/register")
    assert not first.updated and first.counts == {
        "organization": 1, "service": 2, "location": 1, "service_at_location": 1, "taxonomy": 1, "taxonomy_term": 1,
        "phone": 2,
    }  # fmt: skip
    package = session.scalars(select(Package)).one()
    assert (package.code, package.publisher, package.source) == ("helpers", "Helpers", "https://example.org/register")
    row = session.scalars(select(Service).where(Service.hsds_id == key("service 1"))).one()
    assert (row.origin, row.name, row.languages, row.minimum_age) == ("helpers", {"en": "Help 1"}, [], 18)
    days = {"valid_from": "2026-01-01", "valid_to": "2026-12-31"}
    assert row.schedule == [{"days": ["MO", "TU"], "opens": "09:00", "closes": "16:00", **days}]
    assert [phone.number for phone in row.phones] == ["+46 8 465 004 01"] and [term.code for term in row.terms] == [
        "advice"
    ]
    moments = [found.last_modified for found in session.scalars(select(Service).order_by(Service.id))]
    again = take(tmp_path, bundle(2))
    assert again.updated and not again.gone
    assert moments == [found.last_modified for found in session.scalars(select(Service).order_by(Service.id))]


def test_what_is_gone_is_put_away_and_may_come_back(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(3))
    less = bundle(1)
    less["locations"], less["service_at_locations"], less["taxonomy_terms"], less["taxonomies"] = [], [], [], []
    less["services"][0] = service(1, attributes=[], phones=[])
    report = take(tmp_path, less)
    assert report.gone == {
        "service": 2, "location": 1, "service_at_location": 1, "taxonomy_term": 1, "taxonomy": 1, "phone": 1
    }  # fmt: skip
    states = {row.hsds_id: row.status for row in session.scalars(select(Service))}
    assert states == {key("service 1"): "active", key("service 2"): "inactive", key("service 3"): "inactive"}
    assert not session.scalars(select(Location)).all() and not session.scalars(select(TaxonomyTerm)).all()
    assert public(2)["status"] == "inactive"
    take(tmp_path, bundle(3))
    assert {row.status for row in session.scalars(select(Service))} == {"active"}


def test_an_imported_number_is_shown_when_somebody_checked_it(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(1))
    assert "phones" not in public() and public()["description"] == "Somebody to ask."
    before = public()["last_modified"]
    check("+46 8 465 004 01")
    found = public()
    assert [phone["number"] for phone in found["phones"]] == ["+46 8 465 004 01"]
    assert found["phones"][0]["languages"][0]["code"] == "sv"
    assert found["last_modified"] > before, "who reads what changed since must read this"


def test_a_correction_stays_until_the_package_says_something_new(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(1))
    check("+46 8 465 004 01", "wrong", corrected="+46 8 465 004 55")
    assert public()["phones"][0]["number"] == "+46 8 465 004 55"
    take(tmp_path, bundle(1))
    assert public()["phones"][0]["number"] == "+46 8 465 004 55"
    newer = bundle(1)
    newer["services"][0]["phones"][0]["number"] = "+46 8 465 004 66"
    take(tmp_path, newer)
    assert "phones" not in public()
    check("+46 8 465 004 66")
    assert public()["phones"][0]["number"] == "+46 8 465 004 66"


def test_numbers_anywhere_inside_are_hidden_until_checked(database: str, tmp_path: Path) -> None:
    package = bundle(1)
    number = {"id": key("desk"), "number": "+46 8 465 004 70"}
    package["organizations"][0]["phones"] = [number]
    package["organizations"][0]["contacts"] = [
        {"id": key("contact"), "name": "Desk", "phones": [{"id": key("inner"), "number": "+46 8 465 004 71"}]}
    ]
    package["locations"][0]["phones"] = [{"id": key("house"), "number": "+46 8 465 004 72"}]
    take(tmp_path, package)
    rows = {phone.number: phone.service.hsds_id for phone in session.scalars(select(Phone))}
    assert len(rows) == 4 and set(rows.values()) == {key("service 1")}
    for name in ("services", "organizations", "service_at_locations"):
        ids = lists.ids_of(name, Asked())
        assert "465 004" not in str(lists.some(name, ids, How(full=True, full_service=True)))
    check("+46 8 465 004 71")
    said = str(lists.some("organizations", lists.ids_of("organizations", Asked()), How(full=True)))
    assert "465 004 71" in said and "465 004 70" not in said


def test_a_package_is_removed_with_all_it_brought(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(2))
    other = copy.deepcopy(bundle(1))
    with pytest.raises(NotFound), unit_of_work():
        importing.throw_out(Operator(), "nobody")
    with unit_of_work():
        assert importing.throw_out(Operator(), "helpers") == {"removed": 2, "kept": 0}
    for table in (Package, Organization, Service, Phone, Location, ServiceAtLocation, TaxonomyTerm):
        assert not session.scalars(select(table)).all(), table
    assert not take(tmp_path, other, publisher="Others").problems


def test_a_service_that_a_guide_names_stays_inactive(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(2))
    row = session.scalars(select(Service).where(Service.hsds_id == key("service 2"))).one()
    _named_by_a_guide(row.id)
    with unit_of_work():
        assert importing.throw_out(Operator(), "helpers") == {"removed": 1, "kept": 1}
    kept = session.scalars(select(Service)).one()
    assert (kept.hsds_id, kept.status) == (key("service 2"), "inactive")
    assert [row.active for row in importing.packages()] == [0]


def _named_by_a_guide(service_id: int) -> None:
    with unit_of_work() as unit:
        topic = Topic(slug="t", icon="t")
        matter = Matter(code="m", topic=topic)
        guide = Guide(slug="g", matter=matter, source_locale="en", minutes_low=1, minutes_high=2)
        unit.session.add_all([topic, matter, guide])
        unit.session.flush()
        unit.session.add(GuideService(guide_id=guide.id, service_id=service_id))


def test_what_stood_before_and_who_wrote_it_is_nobodys_business(sqlite_database: Path, tmp_path: Path) -> None:
    package = bundle(1)
    phone = package["services"][0]["phones"][0]
    phone["extension"] = 7
    history = {
        "id": key("history"), "resource_id": key("service 1"), "resource_type": "service", "last_action_date": "2026-01-01",
        "last_action_type": "update", "field_name": "phone", "previous_value": "+46 8 465 004 99",
        "replacement_value": "+46 8 465 004 01", "updated_by": "Nils Nilsson",
    }  # fmt: skip
    package["services"][0]["metadata"] = [history]
    assert not take(tmp_path, package).refused
    assert "metadata" not in public() and "Nils" not in str(public())
    check("+46 8 465 004 01")
    assert public()["phones"][0]["extension"] == 7
    check("+46 8 465 004 01", "wrong", "+46 8 465 004 77")
    [told] = public()["phones"]
    assert told["number"] == "+46 8 465 004 77" and "extension" not in told


def test_a_number_among_the_words_is_not_for_readers(sqlite_database: Path, tmp_path: Path) -> None:
    package = bundle(1)
    package["services"][0] |= {
        "alert": "Until 24.12.2026 call 0771-11 22 33",
        "application_process": "Ring +46 8 465 00 00.",
    }
    assert not take(tmp_path, package).refused
    row = session.scalars(select(Service).where(Service.hsds_id == key("service 1"))).one()
    assert row.alert == {"en": "Until 24.12.2026 call [•••]"} and row.application_process == {"en": "Ring [•••]."}


def test_ids_that_begin_alike_are_two_things(sqlite_database: Path, tmp_path: Path) -> None:
    """Whoever numbers their register, or makes many UUIDs in one millisecond, has such ids."""
    package = bundle(2)
    for number, row in enumerate(package["services"]):
        row |= {"id": f"00000000-0000-7000-8000-{number:012}", "name": "Help"}
    [package["locations"], package["service_at_locations"]] = [[], []]
    report = take(tmp_path, {name: rows for name, rows in package.items() if rows}, lenient=True)
    assert not report.refused and report.counts["service"] == 2, report.problems
