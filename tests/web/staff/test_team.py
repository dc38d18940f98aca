"""A coordinator's pages: who works here."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.domain.accounts import audit, queries
from app.domain.accounts.terms import Role
from tests.staff_house import browser, logged_in, person

PAGES = ("/en/staff/team", "/en/staff/team/invite", "/en/staff/hours")


def test_it_works(app: Flask) -> None:
    eva = person("Eva", Role.COORDINATOR)
    client = logged_in(app, eva)
    form = {"name": "Ali Hassan", "email": "ali@example.org", "role": "editor", "languages": ["ar", "sv"]}
    made = client.post("/en/staff/team/invite", data=form)
    link = re.search(r'value="(http://127\.0\.0\.1:8000(/en/staff/invitation/[^"]+))"', made.text)
    assert made.status_code == 200 and link and made.headers["Cache-Control"] == "no-store"
    assert browser(app).get(link[2]).status_code == 200
    listed = client.get("/en/staff/team").text
    assert "Ali Hassan" in listed and "Invited" in listed
    assert audit.verify().rows == 1


@pytest.mark.parametrize("role", [Role.STAFF, Role.EDITOR])
def test_only_coordinators_come_in(app: Flask, role: Role) -> None:
    client, other = logged_in(app, person("Karin", role)), person("Ali")
    for address in (*PAGES, f"/en/staff/team/{other.public_id}"):
        assert client.get(address).status_code == 403, address
    assert client.post(f"/en/staff/team/{other.public_id}/disable").status_code == 403
    assert client.post("/en/staff/hours/weekly", data={"days": "0"}).status_code == 403


def test_a_role_is_changed_and_changed_back(app: Flask) -> None:
    client, ali = logged_in(app, person("Eva", Role.COORDINATOR)), person("Ali")
    address = f"/en/staff/team/{ali.public_id}"
    answer = client.post(f"{address}/role", data={"role": "editor"})
    assert 'name="role" value="staff"' in client.get(answer.location).text
    client.post(f"{address}/role", data={"role": "staff"})
    assert queries.member(ali.public_id).role == Role.STAFF


def test_disable_asks_first_ends_log_ins_and_can_be_undone(app: Flask) -> None:
    client, ali = logged_in(app, person("Eva", Role.COORDINATOR)), person("Ali")
    theirs = logged_in(app, ali)
    address = f"/en/staff/team/{ali.public_id}"
    assert "Disable Ali?" in client.get(f"{address}/disable").text
    answer = client.post(f"{address}/disable")
    assert theirs.get("/en/staff/account").status_code == 302
    assert f'action="{address}/enable"' in client.get(answer.location).text
    client.post(f"{address}/enable")
    assert logged_in(app, ali).get("/en/staff/account").status_code == 200


def test_the_last_coordinator_is_told_why_not(app: Flask) -> None:
    eva = person("Eva", Role.COORDINATOR)
    client = logged_in(app, eva)
    for action, data in (("role", {"role": "staff"}), ("disable", {})):
        answer = client.post(f"/en/staff/team/{eva.public_id}/{action}", data=data)
        assert answer.status_code == 409 and "This is the last coordinator." in answer.text


def test_a_form_that_cannot_be_keeps_what_was_written(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))
    form = {"name": "Ali", "email": "eva@example.org", "role": "editor", "languages": ["fi"]}
    answer = client.post("/en/staff/team/invite", data=form)
    assert answer.status_code == 422 and 'id="email-error"' in answer.text
    assert 'value="Ali"' in answer.text and 'value="fi" checked' in answer.text


def test_details_and_link(app: Flask) -> None:
    client, ali = logged_in(app, person("Eva", Role.COORDINATOR)), person("Ali")
    address = f"/en/staff/team/{ali.public_id}"
    client.post(f"{address}/details", data={"name": "Ali H", "languages": ["da"], "limit": "5"})
    found = queries.member(ali.public_id)
    assert (found.name, found.languages, found.limit) == ("Ali H", ["da"], 5)
    assert client.post(f"{address}/details", data={"name": "Ali", "limit": "99"}).status_code == 422
    assert "/en/staff/invitation/" in client.post(f"{address}/link").text
    assert client.get("/en/staff/team/nobody").status_code == 404
