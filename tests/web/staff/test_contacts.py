"""Check this contact."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory import checkbook
from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.terms import CheckState
from tests.staff_house import logged_in, person

NUMBER = "+46 8 465 004 00"  # kept free for fiction


@pytest.fixture
def address(app: Flask) -> str:
    with unit_of_work():
        phone = Phone(
            number=NUMBER, kind="voice", urgent=True, source="bank.example", confidence="B", label={"en": "Block"}
        )
        service = Service(slug="block", name={"en": "Block cards"}, phones=[phone])
        session.add(
            Organization(slug="bank", name="Bank", country="SE", website="https://bank.example", services=[service])
        )
    return f"/en/staff/contacts/phone/{phone.public_id}"


def test_it_works(app: Flask, address: str) -> None:
    for name, said in (("Karin", "when a second person"), ("Ali", "Your check is kept.")):
        client = logged_in(app, person(name))
        assert 'href="https://bank.example"' in client.get(address).text
        form = {"seen": NUMBER, "result": "right", "source": "https://bank.example/contact"}
        answer = client.post(address, data=form)
        assert answer.status_code == 303 and said in client.get(answer.location).text
    assert checkbook.contact("phone", address.rsplit("/", 1)[1]).state is CheckState.CHECKED
    assert "Karin, Ali" in client.get("/en/staff/contacts").text


def test_the_list_is_narrowed(app: Flask, address: str) -> None:
    client = logged_in(app, person())
    for query, phones, links in (
        ("", 1, 1),
        ("urgent=yes", 1, 0),
        ("state=not_checked&country=SE", 1, 1),
        ("state=wrong", 0, 0),
        ("country=DK", 0, 0),
    ):
        page = client.get(f"/en/staff/contacts?{query}").text
        assert (page.count(f'dir="ltr">{NUMBER}'), page.count('dir="ltr">https://bank.example')) == (phones, links)


def test_a_number_found_wrong_is_hidden_or_corrected(app: Flask, address: str) -> None:
    client = logged_in(app, person())
    form = {"seen": NUMBER, "result": "wrong", "source": "own page", "corrected": "no number"}
    refused = client.post(address, data=form)
    assert refused.status_code == 422 and 'id="corrected-error"' in refused.text and 'value="own page"' in refused.text
    answer = client.post(address, data=form | {"corrected": "08-465 004 99"})
    assert "+46 8 465 004 99" in client.get(answer.location).text
    stale = client.post(address, data=form)
    assert stale.status_code == 422 and "Somebody changed this contact" in stale.text


def test_it_is_not_for_visitors(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 302
    assert logged_in(app, person()).get(address[:-3]).status_code == 404
