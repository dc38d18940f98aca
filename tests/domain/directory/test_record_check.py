"""Somebody looks a number up and says what they saw."""

from __future__ import annotations

import pytest

from app.core import clock, counter
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.unit import unit_of_work
from app.domain.directory import checkbook, services
from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.services import Finding
from app.domain.directory.terms import CheckState
from tests.staff_house import person

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def number(database: None) -> Phone:
    with unit_of_work():
        phone = Phone(number="+46 8 465 004 00", kind="voice", urgent=True, source="bank.example", confidence="C")
        service = Service(slug="block", name={"en": "Block cards"}, url="https://bank.example/block", phones=[phone])
        bank = Organization(slug="bank", name="Bank", country="se", website="https://bank.example", services=[service])
        session.add(bank)
    return phone


def test_it_works(number: Phone) -> None:
    seen = Finding(number.number, "right", "https://bank.example/contact")
    before = counter.value(counter.CONTENT)
    for name, state in (("Karin", CheckState.NEEDS_SECOND), ("Ali", CheckState.CHECKED)):
        checker = person(name)
        with unit_of_work():
            services.record_check(checker, "phone", number.public_id, seen)
        assert checkbook.contact("phone", number.public_id).state is state
    found = checkbook.checks_of([number.service]).phone(number, clock.now())
    assert found.visible and found.checked_by == ("Karin", "Ali")
    assert counter.value(counter.CONTENT) == before + 2


def test_a_wrong_number_is_hidden_and_its_correction_starts_with_one_checker(number: Phone) -> None:
    karin = person()
    wrong = Finding(number.number, "wrong", "https://bank.example", "They moved", "08-465 004 99")
    with unit_of_work():
        services.record_check(karin, "phone", number.public_id, wrong)
    row = checkbook.contact("phone", number.public_id)
    assert row.value == "+46 8 465 004 99" and row.state is CheckState.NEEDS_SECOND
    assert (row.source, row.confidence) == ("https://bank.example", None)
    assert [check.result for check in row.checks] == ["right", "wrong"]


def test_wrong_without_a_correction_hides_at_once(number: Phone) -> None:
    karin = person()
    with unit_of_work():
        services.record_check(karin, "phone", number.public_id, Finding(number.number, "wrong", "rang"))
    assert checkbook.contact("phone", number.public_id).state is CheckState.WRONG


def test_a_number_that_changed_meanwhile_is_not_the_one_that_was_checked(number: Phone) -> None:
    karin = person()
    with pytest.raises(Conflict, match="contact_moved"), unit_of_work():
        services.record_check(karin, "phone", number.public_id, Finding("+46 8 465 004 01", "right", "own page"))


@pytest.mark.parametrize(
    ("result", "source", "corrected", "code"),
    [
        ("right", "  ", "", "source_missing"),
        ("maybe", "own page", "", "result_missing"),
        ("wrong", "own page", "ring us", "phone_wrong"),
        ("wrong", "own page", "+46846500400", "phone_same"),
    ],
)
def test_a_finding_that_cannot_be(number: Phone, result: str, source: str, corrected: str, code: str) -> None:
    karin = person()
    with pytest.raises(Invalid, match=code), unit_of_work():
        services.record_check(
            karin, "phone", number.public_id, Finding(number.number, result, source, corrected=corrected)
        )
    assert not checkbook.contact("phone", number.public_id).checks


@pytest.mark.parametrize(
    "address", ["http://bank.example", "javascript:alert(1)", "https://a@bank.example", "https://x"]
)
def test_a_link_is_corrected_only_to_a_safe_address(number: Phone, address: str) -> None:
    karin, bank = person(), number.service.organization
    with pytest.raises(Invalid, match="address_wrong"), unit_of_work():
        services.record_check(
            karin, "organization", bank.public_id, Finding(bank.website or "", "wrong", "x", corrected=address)
        )


def test_the_list_has_what_needs_somebody_first(number: Phone) -> None:
    bank = number.service.organization
    karin = person()
    with unit_of_work():
        services.record_check(karin, "organization", bank.public_id, Finding(bank.website or "", "right", "own page"))
    assert [row.kind for row in checkbook.contacts()] == ["phone", "service", "organization"]
    with pytest.raises(NotFound):
        checkbook.contact("phone", bank.public_id)
    with pytest.raises(NotFound):
        checkbook.contact("table", bank.public_id)
