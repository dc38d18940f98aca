"""An actor's page with everything there is to say: alert, costs with their year, ages, languages per channel, places, pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock, counter
from app.core.unit import unit_of_work
from app.domain.directory.models import ContactCheck, Location, Service, ServiceAtLocation
from app.domain.places.models import Area
from tests.staff_house import person

EVENINGS = [{"days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "opens": "18:00", "closes": "02:00"}]


@pytest.fixture
def full(site: Flask) -> None:
    """MitID's support with every field filled, its number checked today."""
    karin = person("Karin")
    with unit_of_work() as unit:
        row = unit.session.scalars(select(Service).where(Service.slug == "mitid-support")).one()
        row.alert, row.alert_until = {"da": "Telefonen er lukket."}, clock.today() + timedelta(days=1)
        row.application_process = {"en": "Ring, or use the chat."}
        row.eligibility, row.minimum_age, row.fees = {"en": "With a CPR number."}, 13, {"en": "Help is free."}
        row.cost_options = [
            {
                "option": {"en": "Code display"},
                "amount": 400,
                "currency": "SEK",
                "source": "mitid.dk",
                "valid_from": "2024-01-01",
            }
        ]
        row.exceptions = [{"day": (clock.today() + timedelta(days=2)).isoformat(), "note": {"en": "Staff day."}}]
        row.schedule, row.holidays, row.url_languages = EVENINGS, "closed", ["da"]
        phone = row.phones[0]
        phone.languages, phone.schedule = ["da", "sv"], EVENINGS[:1]
        branch = unit.session.scalars(select(Area).where(Area.code == "DK-101-noerrebro")).one()
        at = unit.session.scalars(select(Location).where(Location.area_id == branch.id)).first()
        at = at or Location(area_id=branch.id)
        at.address = {"address_1": "Example street 1", "postal_code": "2200", "city": "København N"}
        there = Location(organization=row.organization, name={"en": "Town hall"}, latitude=55.5, longitude=12.5)
        unit.session.add_all(
            [ServiceAtLocation(service=row, location=at), ServiceAtLocation(service=row, location=there)]
        )
        unit.session.add(
            ContactCheck(
                kind="phone", phone_id=phone.id, value=phone.number, result="right", source="x", checker_id=karin.id
            )
        )
        counter.bump(counter.CONTENT)


@pytest.fixture
def html(full: None, reader: FlaskClient) -> str:
    return reader.get("/en/actor/mitid").text


def test_it_works(html: str) -> None:
    for said in (
        "Ring, or use the chat.",
        "With a CPR number.",
        "From 13 years of age.",
        "Help is free.",
        "400 SEK, according to mitid.dk, 2024.",
        "They answer in: Danish and Swedish.",
        "The page is in Danish.",
        "Staff day.",
        "Example street 1, 2200 København N",
        "Nørrebro Bibliotek",
        "Town hall",
    ):
        assert said in html, said


def test_last_summers_hours_are_not_told(full: None, reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        row = unit.session.scalars(select(Service).where(Service.slug == "mitid-support")).one()
        row.schedule = [EVENINGS[0], EVENINGS[0] | {"opens": "03:00", "closes": "04:00", "valid_to": "2026-08-31"}]
        counter.bump(counter.CONTENT)
    html = reader.get("/sv/actor/mitid").text
    assert "18:00–02:00" in html and "03:00–04:00" not in html


def test_the_alert_stands_first_in_its_own_language(html: str) -> None:
    service = html.split('id="mitid-support"', 1)[1]
    assert re.search(r'<p lang="da" dir="ltr">Telefonen er lukket\.</p>', service)
    assert service.index("Telefonen er lukket") < service.index("Blocks MitID")


def test_the_alert_is_on_every_card_too(full: None, reader: FlaskClient) -> None:
    guides = re.findall(r'href="/en/guide/([\w-]+)"', reader.get("/en/actor/mitid").text)
    assert guides
    for slug in guides:
        assert "Telefonen er lukket." in reader.get(f"/en/guide/{slug}").text
    assert "Something is different just now" in reader.get("/en/actors?q=mitid").text


def test_links_say_where_they_lead_and_what_is_counted(html: str) -> None:
    (web,) = re.findall(r'<a class="channel-value" href="https://www.mitid.dk"[^>]*>', html)
    assert 'rel="noopener external"' in web and 'hreflang="da"' in web and 'data-leaving="mitid-support"' in web
    (phone,) = re.findall(r'<a class="channel-value" href="tel:[^>]*>', html)
    assert 'data-leaving="mitid-support"' in phone
    assert 'data-page="actor:mitid"' in html


def test_a_page_in_the_readers_own_language_needs_no_word(full: None, reader: FlaskClient) -> None:
    html = reader.get("/da/actor/mitid").text
    assert "The page is in" not in html and 'hreflang="da" data-leaving' in html


def test_a_map_is_a_plain_link(html: str) -> None:
    maps = re.findall(r'<a [^>]*href="(https://www.openstreetmap.org[^"]+)"[^>]*rel="([^"]+)"', html)
    assert [rel for _url, rel in maps] == ["noopener noreferrer external"] * 2
    urls = [url for url, _rel in maps]
    assert any("query=Example+street+1%2C+2200+K%C3%B8benhavn+N" in one for one in urls)
    assert any("mlat=55.50000" in one for one in urls)
    assert "<iframe" not in html and '<img src="http' not in html


def test_a_service_that_has_nothing_to_press_says_how_to_reach_it(site: Flask, reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        row = unit.session.scalars(select(Service).where(Service.slug == "mitid-support")).one()
        row.url = row.organization.website = None
        row.phones = []
        row.application_process = {"en": "The number is on the back of your card."}
        row.status = "temporarily closed"
        counter.bump(counter.CONTENT)
    slug = re.findall(r'href="/en/guide/([\w-]+)"', reader.get("/en/actor/mitid").text)[0]
    html = reader.get(f"/en/guide/{slug}").text
    assert "The number is on the back of your card." in html and "Closed for the time being" in html
