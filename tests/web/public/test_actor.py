"""Outside bodies: the list by country, and one with its services, hours and checked numbers only."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.domain.directory.hours import day_and_night, open_now
from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.queries import for_area, services_in_order

WEEKDAYS = [{"days": ["MO", "TU", "WE", "TH", "FR"], "opens": "08:00", "closes": "17:00"}]
ALWAYS = [{"days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "opens": "00:00", "closes": "23:59"}]


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/sv/actor/swedbank").text
    assert 'id="swedbank-service"' in html
    assert 'id="swedbank-block"' in html
    assert 'href="https://www.swedbank.se"' in html


def test_no_unchecked_number_is_on_any_of_them(reader: FlaskClient) -> None:
    slugs = session.execute(select(Organization.slug)).scalars().all()
    numbers = session.execute(select(Phone.number)).scalars().all()
    session.remove()
    for slug in slugs:
        answer = reader.get(f"/en/actor/{slug}")
        assert answer.status_code == 200, slug
        assert not [number for number in numbers if f">{number}<" in answer.text], slug
        assert "tel:" not in answer.text and "sms:" not in answer.text, slug


def test_it_says_kindly_that_a_number_is_not_checked(reader: FlaskClient) -> None:
    assert "We have not checked their telephone number yet." in reader.get("/en/actor/swedbank").text


def test_the_list_is_by_country(reader: FlaskClient) -> None:
    danish = reader.get("/en/actors?country=dk").text
    assert 'href="/en/actor/mitid"' in danish
    assert 'href="/en/actor/swedbank"' not in danish
    assert 'href="/en/actor/apple"' in danish
    assert 'href="/en/actor/swedbank' in reader.get("/en/actors?country=nowhere").text


def test_another_countrys_services_are_hidden_and_ones_own_come_first(site: Flask) -> None:
    every = services_in_order(session.execute(select(Service.id)).scalars().all())
    swedish = for_area(every, ("SE-1480", "SE-O", "SE"))
    assert swedish and not [one.slug for one in swedish if "DK" in "".join(one.areas)]
    elsewhere = for_area(every, ("SE-2482", "SE-AC", "SE"))
    assert set(elsewhere[-1].areas) <= {"SE-1444", "SE-1480", "SE-1494"}
    assert for_area(every, ()) == every


def test_an_unknown_body_is_a_kind_404(reader: FlaskClient) -> None:
    answer = reader.get("/en/actor/no-such")
    assert answer.status_code == 404
    assert "Search by name, or ask a librarian." in answer.text


def test_open_now_follows_the_wall_clock_there() -> None:
    monday = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert open_now(WEEKDAYS, "se", monday) is True
    assert open_now(WEEKDAYS, "fi", monday.replace(hour=15, minute=0)) is False
    assert open_now(WEEKDAYS, "se", datetime(2026, 3, 7, 10, 0, tzinfo=UTC)) is False


def test_open_now_claims_nothing_it_cannot_know() -> None:
    christmas = datetime(2026, 12, 25, 10, 0, tzinfo=UTC)
    assert open_now(WEEKDAYS, "se", christmas) is None
    assert open_now(ALWAYS, "se", christmas) is True
    assert open_now([], "se", christmas) is None
    assert open_now(WEEKDAYS, None, christmas) is None
    assert day_and_night(ALWAYS) and not day_and_night(WEEKDAYS)
