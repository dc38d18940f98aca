"""Nonsense in addresses and forms gets a kind refusal on both databases: never a 500, never "database gone"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import ids
from app.core.db import session
from tests import factories
from tests.databases import database
from tests.staff_house import browser, logged_in, one_app, person

__all__ = ["database", "one_app"]
NUMBERS = ["9" * 20, "9" * 5000, "-1", "٣", "1e9", "\x00"]


@pytest.fixture
def visitor(one_app: Flask, database: str) -> Iterator[FlaskClient]:
    """A browser whose conversation is open."""
    client = browser(one_app)
    answer = client.post("/sv/ask", data={"key": ids.new_token(), "text": "Hej", "locale": "sv"})
    assert answer.status_code == 307
    yield client
    session.remove()


def test_it_works(visitor: FlaskClient) -> None:
    assert visitor.get("/sv/chat/messages?after=1").status_code == 200


@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_may_be_asked_for(visitor: FlaskClient, number: str) -> None:
    assert visitor.get("/sv/chat/messages", query_string={"after": number[:50]}).status_code == 200
    assert visitor.post("/sv/chat/seen", data={"seq": number}).status_code == 204
    assert visitor.post("/sv/chat/rate", data={"rating": number}).status_code in (303, 422)


@pytest.mark.parametrize("address", ["/sv/guide/%00", "/sv/actor/%00", "/sv/matter/a%00b", "/sv/area/%00", "/%00"])
def test_a_nul_in_an_address_is_not_a_broken_database(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).status_code in (400, 404)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/sv/ask", {"key": "\x00", "text": "Hej"}),
        ("/sv/ask", {"key": "k2", "text": "a\x00b", "first_name": "\x00", "area": "\x00", "from": "guide:\x00"}),
        ("/sv/chat/messages", {"key": "\x00", "text": "Hej"}),
        ("/sv/chat/code", {"code": "\x00"}),
        ("/sv/chat/open", {"secret": "\x00"}),
        ("/sv/chat/no-letters", {"key": "\x00.x"}),
        ("/sv/chat/letters", {"email": "\x00@x.example", "code": "\x00"}),
        ("/sv/guide/x%00/feedback", {"helped": "yes"}),
        ("/sv/staff/log-in", {"email": "\x00@x.org", "password": "\x00"}),
    ],
)
def test_a_nul_in_a_form_is_not_a_broken_database(visitor: FlaskClient, address: str, form: dict[str, Any]) -> None:
    assert visitor.post(address, data=form).status_code < 500


@pytest.mark.parametrize("number", NUMBERS)
def test_the_desk_refuses_numbers_in_words(one_app: Flask, database: str, number: str) -> None:
    who = factories.visitor()
    desk = logged_in(one_app, person())
    here = f"/en/staff/conversation/{who.public_id}"
    given = {
        "claim": number,
        "key": "k",
        "text": "x",
        "seq": number,
        "limit": number,
        "name": "Karin",
        "effort": number,
    }
    assert desk.get(f"{here}/messages", query_string={"after": number[:50]}).status_code == 200
    assert desk.post(f"{here}/messages", data=given).status_code < 500
    assert desk.post(f"{here}/seen", data=given).status_code < 500
    assert desk.post(f"{here}/close", data={**given, "outcome": "answered"}).status_code < 500
    assert desk.post("/en/staff/account", data=given).status_code < 500


@pytest.mark.parametrize("limit", ["00109999", "51", "0", "-1", "٣", "9" * 500])
def test_the_api_keeps_to_its_limit(visitor: FlaskClient, limit: str) -> None:
    answer = visitor.get("/api/search", query_string={"lang": "sv", "q": "bank", "limit": limit})
    assert answer.status_code == 400
