"""The list of everybody who can help, by plain GET forms on the starter content, and what the page says when nobody fits."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory.models import Organization, Package, Service

ALWAYS = [{"days": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"], "opens": "00:00", "closes": "23:59"}]


def names(html: str) -> list[str]:
    return re.findall(r'href="/en/actor/([\w-]+)', html)


@pytest.fixture
def imported(site: Flask) -> None:
    """A body that came with somebody's package; it answers in Arabic, day and night."""
    with unit_of_work() as unit:
        service = Service(
            slug="far-advice", name={"en": "Far advice"}, description={"en": "Advice."}, areas=["SE"], origin="town",
            languages=["ar"], schedule=ALWAYS, status="active",
        )  # fmt: skip
        body = Organization(
            slug="far", name="Far Help", country="se", description={}, services=[service], origin="town"
        )
        unit.session.add_all([
            body,
            Package(code="town", publisher="Example Town", source="file", language="en", digest="x"),
        ])  # fmt: skip
        counter.bump(counter.CONTENT)


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/en/actors").text
    assert len(set(names(html))) == len(session.scalars(select(Organization.slug)).all())
    assert 'action="/en/actors#found-status"' in html and 'name="area"' in html


def test_choices_narrow_and_stay_in_the_address(reader: FlaskClient, imported: None) -> None:
    html = reader.get("/en/actors?language=ar&open=yes&area=SE-2482&q=far").text
    assert names(html) == ["far"] and 'href="/en/actor/far?area=SE-2482#far-advice"' in html
    assert '<option value="ar" selected>' in html and '<option value="SE-2482" selected>' in html
    assert re.search(r'name="open" value="yes" checked', html) and 'name="q" type="search" value="far"' in html
    # Every choice can be taken away alone, and all of them at once.
    for kept in ("language=ar", "open=yes", "q=far"):
        assert sum(f"{kept}" in one for one in re.findall(r'class="chosen-one" href="([^"]+)"', html)) == 3
    assert 'class="chosen-all" href="/en/actors"' in html


def test_nobody_fits_and_the_page_says_what_to_loosen(reader: FlaskClient, imported: None) -> None:
    html = reader.get("/en/actors?language=ar&q=zzz").text
    assert "We know of nobody like that" in html and names(html) == []
    assert 'href="/en/actors?language=ar"' in html and "Without your words (1)" in html
    assert "In any language" not in html, "that alone would not help"


def test_a_language_that_nobody_answers_in_is_not_passed_over(reader: FlaskClient) -> None:
    assert "We know of nobody like that" in reader.get("/en/actors?language=so").text
    assert names(reader.get("/en/actors?language=tlh").text), "no language of ours"


def test_it_is_honest_where_only_general_bodies_help(reader: FlaskClient) -> None:
    html = reader.get("/en/actors?area=SE-2482-byske&q=swedbank").text
    assert "We do not know of anybody for Byske bibliotek alone." in html and "In the whole country" in html


def test_only_the_list_changes_for_a_script(reader: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Target": "found"}
    html = reader.get("/en/actors?q=swedbank", headers=headers).text
    assert "<html" not in html and 'hx-swap-oob="innerHTML"' in html and "swedbank" in names(html)


@pytest.mark.parametrize(
    "query", ["page=99", "page=-1", "page=x", "topic=no&kind=no", "country=xx", "area=XX", "q=%00%F0"]
)
def test_strange_addresses_give_the_list(reader: FlaskClient, query: str) -> None:
    answer = reader.get(f"/en/actors?{query}")
    assert answer.status_code == 200 and (names(answer.text) or "nobody like that" in answer.text)


def test_a_personal_number_is_not_kept_in_the_list(reader: FlaskClient) -> None:
    answer = reader.get("/en/actors?q=19811228-9874")
    assert (
        "9874" not in re.sub(r"<(?:a|link|meta)[^>]*>", "", answer.text)
        and "public" not in answer.headers["Cache-Control"]
    )


def test_an_imported_body_says_where_it_came_from(reader: FlaskClient, imported: None) -> None:
    assert "From Example Town&#39;s register, imported" in reader.get("/en/actor/far").text
