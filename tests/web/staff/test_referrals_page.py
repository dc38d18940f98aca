"""Where people went on to: the coordinator's tables and the two files."""

from __future__ import annotations

import csv
import io

import pytest
from flask import Flask

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.directory.models import Organization, Service
from app.domain.referrals import services
from tests.staff_house import logged_in, person


@pytest.fixture
def followed(app: Flask) -> None:
    with unit_of_work():
        rows = [Service(slug="block", name={"en": "Block cards"}), Service(slug="loan", name={"en": "=1+1"})]
        session.add(Organization(slug="bank", name="@Bank", country="se", services=rows))
    for service, times in (("block", 6), ("loan", 4)):
        for _ in range(times):
            with unit_of_work():
                services.count("actor:bank", service)


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_it_works(app: Flask, followed: None) -> None:
    client = logged_in(app, person("Maria", Role.COORDINATOR))
    html = client.get("/en/staff/referrals").text
    assert "10 links followed since" in html and 'href="/en/actor/bank#block"' in html and "actor:bank" in html
    assert "The last 90 days" in html and client.get("/en/staff/referrals?days=90").status_code == 200
    assert client.get("/en/staff/referrals?days=x").status_code == 200


def test_the_file_to_share_names_no_small_number(app: Flask, followed: None) -> None:
    client = logged_in(app, person("Maria", Role.COORDINATOR))
    answer = client.get("/en/staff/referrals.csv")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    shared, team = read(answer.text), read(client.get("/en/staff/referrals.csv?for=team").text)
    assert [row[-1] for row in shared[1:]] == ["6", "fewer than 5"] and [row[-1] for row in team[1:]] == ["6", "4"]
    assert not [cell for row in shared for cell in row if cell.startswith(("=", "@", "+", "-"))]


def test_nothing_yet(app: Flask) -> None:
    client = logged_in(app, person("Maria", Role.COORDINATOR))
    assert "No links followed yet" in client.get("/en/staff/referrals").text


def test_it_is_for_coordinators(app: Flask, followed: None) -> None:
    client = logged_in(app, person("Eva", Role.EDITOR))
    assert client.get("/en/staff/referrals").status_code == 403
    assert client.get("/en/staff/referrals.csv").status_code == 403
