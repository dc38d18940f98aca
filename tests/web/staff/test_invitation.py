"""A one-use link to choose a password."""

from __future__ import annotations

from flask import Flask

from app.core.unit import unit_of_work
from app.domain.accounts import queries, services
from app.domain.accounts.permissions import Operator
from tests.staff_house import PASSWORD, browser


def invite() -> str:
    with unit_of_work():
        _person, token = services.invite(Operator(), "ali@example.org", "Ali Hassan", "staff", ["ar"])
    return f"/ar/staff/invitation/{token}"


def test_it_works(app: Flask) -> None:
    client, address = browser(app), invite()
    for _look in range(2):  # mail programs look at links too
        page = client.get(address)
        assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
        assert 'dir="rtl"' in page.text and "Ali" in page.text
    done = client.post(address, data={"password": PASSWORD})
    assert done.status_code == 303 and done.location == "/ar/staff/log-in?said=password"
    assert queries.authenticate("ali@example.org", PASSWORD)


def test_it_works_once(app: Flask) -> None:
    client, address = browser(app), invite()
    client.post(address, data={"password": PASSWORD})
    assert client.get(address).status_code == 404
    assert client.post(address, data={"password": "another password"}).status_code == 404
    assert client.get("/ar/staff/invitation/invented").status_code == 404


def test_a_short_password_is_refused_and_the_link_still_works(app: Flask) -> None:
    client, address = browser(app), invite()
    answer = client.post(address, data={"password": "short"})
    assert answer.status_code == 422 and 'id="password-error"' in answer.text
    assert client.post(address, data={"password": PASSWORD}).status_code == 303
