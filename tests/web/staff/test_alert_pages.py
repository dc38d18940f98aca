"""The form for a notice on a service, and the list of those that stand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.directory.models import Organization, Service
from tests.staff_house import logged_in, person

ADDRESS = "/en/staff/actors/block/alert"


@pytest.fixture
def bank(app: Flask) -> None:
    with unit_of_work():
        service = Service(
            slug="block", name={"en": "Block cards"}, description={"en": "Blocks."}, url="https://bank.example"
        )
        session.add(Organization(slug="bank", name="Bank", country="se", services=[service]))


def until(ahead: int = 5) -> str:
    return (clock.today("Europe/Stockholm") + timedelta(days=ahead)).isoformat()


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found
    return found[1]


def test_it_works(app: Flask, bank: None) -> None:
    client = logged_in(app, person("Eva", Role.EDITOR))
    html = client.get(ADDRESS).text
    form = {"text-sv": "Stängt på grund av flytt.", "text-ar": "مغلق", "until": until(), "seen": seen(html)}
    answer = client.post(ADDRESS, data=form)
    assert answer.status_code == 303 and "The notice is shown." in client.get(answer.location).text
    assert "Stängt på grund av flytt." in client.get("/sv/actor/bank").text
    assert "مغلق" in client.get("/ar/actor/bank").text
    assert "Stängt på grund av flytt." in client.get("/en/staff/alerts").text
    answer = client.post(f"{ADDRESS}/clear")
    assert answer.status_code == 303 and "No notices" in client.get(answer.location).text
    assert "Stängt" not in client.get("/sv/actor/bank").text


def test_a_refusal_loses_nothing(app: Flask, bank: None) -> None:
    client = logged_in(app, person("Eva", Role.EDITOR))
    state = seen(client.get(ADDRESS).text)
    for form, field in (
        ({"text-sv": "", "text-fi": "Kiinni", "until": until()}, "text-sv"),
        ({"text-sv": "Stängt", "text-fi": "Kiinni", "until": until(61)}, "until"),
        ({"text-sv": "Ring 08-465 004 00", "text-fi": "Kiinni", "until": until()}, "text-sv"),
    ):
        answer = client.post(ADDRESS, data={**form, "seen": state})
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and "Kiinni" in answer.text


def test_two_editors_at_once(app: Flask, bank: None) -> None:
    client = logged_in(app, person("Eva", Role.EDITOR))
    state = seen(client.get(ADDRESS).text)
    form = {"text-sv": "Första", "until": until(), "seen": state}
    assert client.post(ADDRESS, data=form).status_code == 303
    late = client.post(ADDRESS, data={**form, "text-sv": "Andra"})
    assert late.status_code == 422 and "Första" in late.text and "Andra" in late.text and seen(late.text) != state


def test_it_is_for_editors(app: Flask, bank: None) -> None:
    client = logged_in(app, person())
    assert client.get("/en/staff/alerts").status_code == 403 and client.get(ADDRESS).status_code == 403
    editor = logged_in(app, person("Eva", Role.EDITOR))
    assert editor.get("/en/staff/actors/nobody/alert").status_code == 404
    public_id = session.query(Service).one().public_id
    page = f"/en/staff/contacts/service/{public_id}"
    assert "Put a notice on this service" in editor.get(page).text
    assert "Put a notice on this service" not in client.get(page).text
