"""A form on somebody else's page cannot do anything here: every unsafe route, whatever the browser says of itself."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.staff_house import app, database, one_app, settings

__all__ = ["app", "database", "one_app", "settings"]

ELSEWHERE = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "http://localhost.elsewhere.example:8000"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
    {},
)


def _unsafe(app: Flask) -> list[tuple[str, str]]:
    """(method, an address) of every route that changes something."""
    return [
        (method, re.sub(r"<[^>]*>", "x", rule.rule.replace("<lang:lang>", "sv")))
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods or ())
        if method not in ("GET", "HEAD", "OPTIONS")
    ]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_it_works(app: Flask, client: FlaskClient) -> None:
    doors = _unsafe(app)
    assert len(doors) > 30
    for method, address in doors:
        for headers in ELSEWHERE:
            answer = client.open(address, method=method, headers=headers)
            assert answer.status_code == 403, (method, address, headers, answer.status_code)
            assert "Set-Cookie" not in answer.headers


def test_our_own_pages_may(client: FlaskClient) -> None:
    for headers in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://127.0.0.1:8000"}):
        answer = client.post("/sv/chat/leave", headers=headers)
        assert answer.status_code == 303, headers


def test_reading_from_elsewhere_is_allowed(client: FlaskClient) -> None:
    """A link from a search engine or a bank's page opens."""
    assert client.get("/sv/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_only_get_and_post_are_spoken(app: Flask) -> None:
    assert {method for method, _ in _unsafe(app)} == {"POST"}
