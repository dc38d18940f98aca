"""A sensitive tree: its answers are in one cookie and nowhere else, and there is always a way out."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import flow_house
from tests.staff_house import browser

START = "/en/flow/secret"
CODES = ("have", "card", "where", "trouble", "lost", "bank", "talk", "danish")


@pytest.fixture
def secret(site: Flask) -> None:
    flow_house.plant("secret", sensitive=True)
    flow_house.plant("small")


def press(reader: FlaskClient, question: str, option: str) -> TestResponse:
    return reader.post(f"{START}/answer", data={"question": question, "option": option})


def walk(reader: FlaskClient) -> TestResponse:
    """To the end; what the last press was answered with."""
    press(reader, "have", "card")
    press(reader, "where", "se")
    return press(reader, "trouble", "lost")


def test_it_works(reader: FlaskClient, secret: None) -> None:
    page = reader.get(START)
    assert page.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in page.headers
    assert 'name="option" value="card"' in page.text and "We do not keep your answers" in page.text
    pressed = press(reader, "have", "card")
    cookie = pressed.headers["Set-Cookie"]
    assert pressed.status_code == 303 and pressed.location == f"{START}/2"
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    assert "Expires" not in cookie and "Max-Age" not in cookie, "it goes when the browser is closed"
    last = walk(reader)
    assert last.location == f"{START}/4"
    page = reader.get(last.location)
    assert "<h1>Call your bank</h1>" in page.text and page.headers["Cache-Control"] == "no-store"


def test_no_address_on_any_page_has_an_answer_in_it(reader: FlaskClient, secret: None) -> None:
    walk(reader)
    for page in (START, *(f"{START}/{number}" for number in (1, 2, 3, 4))):
        found = reader.get(page)
        addresses = re.findall(r'(?:href|action|src|content)="([^"]*secret[^"]*)"', found.text)
        assert addresses and found.status_code == 200
        for address in addresses:
            assert "a=" not in address and not re.search(rf"/({'|'.join(CODES)})\b", address), address
        assert "data-page" not in found.text or 'data-page=""' in found.text, "nothing is counted here"
    assert reader.get(f"{START}/4/qr.svg").status_code == 404


def test_an_answer_is_changed_and_the_others_stay(reader: FlaskClient, secret: None) -> None:
    walk(reader)
    assert "(your answer now)" in reader.get(f"{START}/2").text
    assert press(reader, "where", "dk").location == f"{START}/3"
    assert "Read the Danish guide" in reader.get(f"{START}/3").text
    assert press(reader, "have", "none").location == f"{START}/2"


def test_the_cookie_is_read_by_its_own_tree_alone(site: Flask, reader: FlaskClient, secret: None) -> None:
    walk(reader)
    for path in (
        "/en/flow/small",
        "/en/flow/small/where?a=have.card",
        "/en/",
        "/en/guide/eid-locked-se",
        "/en/search?q=x",
    ):
        own, other = reader.get(path), browser(site).get(path)
        assert own.text == other.text, path
        assert "Set-Cookie" not in own.headers and "cookie" not in own.headers.get("Vary", "").lower()
    assert (
        reader.post("/en/flow/small/answer", data={"question": "have", "option": "card"}).location == "/en/flow/small"
    )


def test_what_was_not_asked_is_not_answered(reader: FlaskClient, secret: None) -> None:
    for question, option in (("trouble", "lost"), ("have", "nothing"), ("", ""), ("bank", "card")):
        assert press(reader, question, option).location == f"{START}/1"
    assert reader.get(f"{START}/3").location == START
    for odd in ("0", "99999", "-1", "٣", "bank"):
        assert reader.get(f"{START}/{odd}").location == START


def test_a_broken_cookie_is_nobodys_answers(reader: FlaskClient, secret: None) -> None:
    for value in ("secret:" + "x.y~" * 700, "secret", ":::", "small:have.card", "secret:have.<b>"):
        reader.set_cookie("vejviser_flow", value)
        assert reader.get(f"{START}/2").location == START


def test_leaving_forgets_and_goes_elsewhere(reader: FlaskClient, secret: None) -> None:
    walk(reader)
    page = reader.get(f"{START}/4")
    assert "form-action 'self' https://www.wikipedia.org" in page.headers["Content-Security-Policy"]
    assert "X-Leaves" not in page.headers and "wikipedia" not in reader.get("/en/").headers["Content-Security-Policy"]
    assert f'action="{START}/leave"' in page.text and 'id="quick-exit"' not in page.text, "one way out, not two"
    left = reader.post(f"{START}/leave")
    assert left.status_code == 303 and left.location == "https://www.wikipedia.org/"
    assert "Max-Age=0" in left.headers["Set-Cookie"]
    assert reader.get(f"{START}/4").location == START
    assert "(your answer now)" not in reader.get(START).text
    assert "Set-Cookie" not in reader.post(f"{START}/leave").headers, "nothing is said to a browser that has nothing"


def test_starting_over_forgets(reader: FlaskClient, secret: None) -> None:
    walk(reader)
    again = reader.post(f"{START}/again")
    assert again.location == START and "Max-Age=0" in again.headers["Set-Cookie"]
    assert "(your answer now)" not in reader.get(START).text


def test_other_sites_cannot_answer_for_anybody(site: Flask, secret: None) -> None:
    stranger = site.test_client()
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    found = stranger.post(f"{START}/answer", data={"question": "have", "option": "card"}, headers=elsewhere)
    assert found.status_code == 403 and "Set-Cookie" not in found.headers
