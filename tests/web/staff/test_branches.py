"""A library's page, filled in by an editor: what visitors then read, and what is said where it cannot be."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.domain.accounts.terms import Role
from tests.domain.directory import library_town
from tests.staff_house import browser, logged_in, person

PAGE = "/en/staff/branches/SE-1-b"
FORM = {
    "website": "https://library.example/b", "address_1": "Storgatan 1", "city": "Town", "day-0": "10–12, 13–19",
    "day-1": "10-18", "holidays": "closed", "services": "debt-here", "source": "the door",
}  # fmt: skip


@pytest.fixture
def eva(app: Flask) -> FlaskClient:
    library_town.build()
    return logged_in(app, person("Eva Lind", Role.EDITOR))


def seen(client: FlaskClient) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(PAGE).text)
    assert found
    return found[1]


def send(client: FlaskClient, **more: str | list[str]) -> tuple[int, str]:
    answer = client.post(PAGE, data={**FORM, "seen": seen(client), **more}, follow_redirects=True)
    return answer.status_code, answer.text


def test_it_works(app: Flask, eva: FlaskClient) -> None:
    code, page = send(eva)
    assert code == 200 and "It is saved." in page and "10:00–12:00, 13:00–19:00" in page
    public = browser(app).get("/en/area/SE-1-b").text
    assert "13:00–19:00" in public and "Closed" in public and "Storgatan 1, Town" in public
    assert "https://www.openstreetmap.org/search?query=Storgatan+1%2C+Town" in public
    assert "According to the door." in public and "Not checked by a person yet" in public
    assert "debt-here" in public and "https://library.example/b" in public


def test_the_list_says_what_is_missing(eva: FlaskClient) -> None:
    page = eva.get("/en/staff/branches").text
    assert "SE-1-b" in page and "the opening hours" in page
    send(eva, checked="yes")
    assert "Nothing is missing." in eva.get("/en/staff/branches").text


def test_checked_today_by_me(app: Flask, eva: FlaskClient) -> None:
    send(eva, checked="yes")
    assert re.search(r"Checked .* by Eva\b", browser(app).get("/en/area/SE-1-b").text)


def test_a_day_that_differs_is_on_the_page(app: Flask, eva: FlaskClient) -> None:
    today = clock.today("Europe/Stockholm").isoformat()
    send(eva, date=[today, ""], times=["", ""], note=["Inventering", ""])
    public = browser(app).get("/sv/area/SE-1-b").text
    assert "Inventering" in public and 'class="today"' in public


def test_what_cannot_be_is_said_and_nothing_is_lost(eva: FlaskClient) -> None:
    code, page = send(eva, **{"day-0": "late", "website": "nowhere", "source": "", "date": ["soon"], "times": ["9–10"]})
    assert code == 422
    for field in ("day-0", "website", "source", "differs-0"):
        assert f'id="{field}-error"' in page and f'href="#{field}"' in page, field
    assert 'value="late"' in page and 'value="nowhere"' in page and 'value="9–10"' in page and 'value="10-18"' in page


def test_the_second_of_two_keeps_their_words(eva: FlaskClient) -> None:
    old = seen(eva)
    send(eva)
    answer = eva.post(PAGE, data={**FORM, "day-0": "11–12", "seen": old})
    assert answer.status_code == 409 and "Somebody changed this library while you wrote." in answer.text
    assert 'value="11–12"' in answer.text and "13:00–19:00" in answer.text
    assert send(eva, **{"day-0": "11–12"})[0] == 200


def test_a_place_that_is_no_library(eva: FlaskClient) -> None:
    assert eva.get("/en/staff/branches/SE-1").status_code == 404
    assert eva.get("/en/staff/branches/none").status_code == 404


def test_a_librarian_may_not(app: Flask) -> None:
    library_town.build()
    assert logged_in(app, person("Bo", Role.STAFF)).get("/en/staff/branches").status_code == 403
