"""What we promise, and the pages for when something is wrong."""

from __future__ import annotations

import sqlite3

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import db


def test_it_works(reader: FlaskClient, site: Flask) -> None:
    days = site.config["SETTINGS"].retention
    html = reader.get("/en/privacy").text
    assert f"{days.text} days after it is closed" in html and f"{days.left} days" in html


def test_accessibility_says_what_does_not_work(reader: FlaskClient) -> None:
    assert "What does not work well yet" in reader.get("/en/accessibility").text


def test_seven_reasons_each_with_a_door(reader: FlaskClient) -> None:
    html = reader.get("/en/what-we-dont-do").text
    assert html.count("Who does it instead:") == 7
    assert "/en/matter/eid-locked" in html


@pytest.mark.parametrize(("path", "lang"), [("/ar/no-such", "ar"), ("/sv/no/such", "sv"), ("/wp-login.php", "en")])
def test_a_wrong_address_is_answered_in_its_language(reader: FlaskClient, path: str, lang: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404 and f'<html lang="{lang}"' in answer.text
    assert f'action="/{lang}/search"' in answer.text and f'href="/{lang}/ask"' in answer.text


def test_a_part_of_a_page_gets_a_line(reader: FlaskClient) -> None:
    answer = reader.get("/en/no-such", headers={"HX-Request": "true"})
    assert "<html" not in answer.text and 'role="alert"' in answer.text


def test_without_a_database_the_page_is_whole(reader: FlaskClient, site: Flask) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise sqlite3.OperationalError("unable to open database file")

    db.session.remove()
    db.engine().dispose()
    db.engine().dialect.connect = refuse  # type: ignore[method-assign]
    answer = reader.get("/en/?area=SE-2482")
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert 'action="/en/search"' in answer.text and 'href="/en/ask"' in answer.text
