"""Log in, log out, and what the cookie is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app import config, create_app, tables
from app.core import clock, db
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import queries, services
from app.domain.accounts.models import StaffSession
from app.domain.accounts.permissions import Operator
from tests.staff_house import PASSWORD, browser, logged_in, person

LOGIN = "/en/staff/log-in"


def test_it_works(app: Flask) -> None:
    client, karin = browser(app), person()
    away = client.get("/sv/staff/account")
    assert away.status_code == 302 and away.location == "/sv/staff/log-in?next=/sv/staff/account"
    assert 'value="/sv/staff/account"' in client.get(away.location).text
    form = {"email": " KARIN@example.org", "password": PASSWORD, "next": "/sv/staff/account"}
    answer = client.post("/sv/staff/log-in", data=form)
    assert (answer.status_code, answer.location) == (303, "/sv/staff/account")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Expires" not in cookie
    assert karin.email in client.get("/sv/staff/account").text
    assert client.post("/sv/staff/log-out").status_code == 303
    assert client.get("/sv/staff/account").status_code == 302


def test_over_tls_the_cookie_is_bound_to_the_host(settings: config.Settings, database: None) -> None:
    app = create_app(replace(settings, public_url="https://help.example.org"))
    tables.metadata.create_all(db.engine())
    person()
    form = {"email": "karin@example.org", "password": PASSWORD}
    cookie = browser(app).post(LOGIN, data=form, base_url="https://help.example.org").headers["Set-Cookie"]
    assert cookie.startswith("__Host-vejviser_staff=") and "Secure" in cookie


@pytest.mark.parametrize("email", ["karin@example.org", "nobody@example.org", "invited@example.org", "", "x" * 9000])
def test_wrong_looks_the_same_whoever_it_is(app: Flask, email: str) -> None:
    person()
    person("Invited", password=None)
    answer = browser(app).post(LOGIN, data={"email": email, "password": "wrong password"})
    assert answer.status_code == 422 and "Set-Cookie" not in answer.headers
    assert "The e-mail address or the password is wrong." in answer.text


def test_after_ten_tries_a_pause_is_asked_for(app: Flask) -> None:
    person()
    client = browser(app)
    for _try in range(10):
        client.post(LOGIN, data={"email": "karin@example.org", "password": ""})
    answer = client.post(LOGIN, data={"email": "karin@example.org", "password": PASSWORD})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "wanted", ["//evil.example/sv/staff/", "https://evil.example", "/sv/staff/\\x", "/\\evil/staff"]
)
def test_it_never_leads_to_another_site(app: Flask, wanted: str) -> None:
    person()
    form = {"email": "karin@example.org", "password": PASSWORD, "next": wanted}
    assert browser(app).post(LOGIN, data=form).location == "/en/staff/"


def test_another_site_cannot_log_anybody_in(app: Flask) -> None:
    person()
    client = app.test_client()
    for site in ("cross-site", "same-site", "none"):
        answer = client.post(LOGIN, data={"email": "karin@example.org"}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403


def test_each_log_in_has_a_new_token_and_ends_the_one_before(app: Flask) -> None:
    client = logged_in(app, person())
    first = client.get_cookie("vejviser_staff").value
    client.post(LOGIN, data={"email": "karin@example.org", "password": PASSWORD})
    second = client.get_cookie("vejviser_staff").value
    assert first != second
    assert queries.staff_of_token(first) is None and queries.staff_of_token(second)


def test_a_click_a_minute_later_is_noted_and_one_at_once_is_not(app: Flask) -> None:
    client, start = logged_in(app, person()), clock.now()
    seen = session.query(StaffSession.last_seen_at).scalar()
    client.get("/en/staff/account")
    assert session.query(StaffSession.last_seen_at).scalar() == seen
    with time_machine.travel(start + timedelta(minutes=2)):
        client.get("/en/staff/account")
        assert session.query(StaffSession.last_seen_at).scalar() > seen
    with time_machine.travel(start + timedelta(hours=3)):
        gone = client.get("/en/staff/account")
        assert gone.status_code == 302 and "vejviser_staff=;" in gone.headers["Set-Cookie"]


def test_a_disabled_person_is_out_with_the_next_click(app: Flask) -> None:
    karin = person()
    client = logged_in(app, karin)
    with unit_of_work():
        services.disable(Operator(), karin)
    assert client.get("/en/staff/account").status_code == 302


def test_public_pages_know_no_cookie(app: Flask) -> None:
    client = logged_in(app, person())
    for address in ("/", "/en/", "/en/nowhere", "/en/staffroom", "/health"):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.vary, address
    assert "Set-Cookie" not in browser(app).get(LOGIN).headers
