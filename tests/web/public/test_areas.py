"""Choosing a place: it rides in the address, and leads back only to a page of ours."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.guides.models import Guide, LocalRule
from app.domain.places.models import Area


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/sv/area?back=/sv/guide/eid-locked-se").text
    assert 'href="/sv/guide/eid-locked-se?area=SE-2482"' in html
    assert 'href="/sv/guide/eid-locked-se?area=SE-2482-byske"' in html


def test_the_rest_of_the_query_stays(reader: FlaskClient) -> None:
    html = reader.get("/en/area?area=SE&back=/en/search%3Fq%3Dbank%26area%3DSE").text
    assert "/en/search?q=bank&amp;area=DK-101" in html
    assert 'href="/en/search?q=bank"' in html  # forget my place


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/en//evil.example", "/\\evil.example", "/en/\\evil",
             "javascript:alert(1)", "/nowhere", "/en/..//evil.example", "/en/\t/x", ""],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(reader: FlaskClient, back: str) -> None:
    html = reader.get("/en/area", query_string={"back": back}).text
    assert 'href="/en/?area=SE-2482"' in html and "evil" not in html.split("<main")[1]


def test_a_branch_says_that_its_hours_are_unknown(reader: FlaskClient) -> None:
    html = reader.get("/en/area/SE-2482-byske").text
    assert "<h1><bdi>Byske bibliotek</bdi></h1>" in html and "not known here yet" in html


def test_a_municipality_lists_its_libraries(reader: FlaskClient) -> None:
    html = reader.get("/da/area/DK-101").text
    assert "/da/area/DK-101-noerrebro" in html and "not known here yet" not in html


def test_an_unknown_place_is_a_kind_404(reader: FlaskClient) -> None:
    answer = reader.get("/en/area/XX-1")
    assert answer.status_code == 404 and "We do not know this place" in answer.text


def test_choosing_sets_no_cookie(reader: FlaskClient) -> None:
    assert "Set-Cookie" not in reader.get("/en/?area=SE-2482").headers


def test_a_place_is_found_by_name(reader: FlaskClient) -> None:
    """Without marks, in any language's name, and only what has the words; the way back stays."""
    html = reader.get("/en/area?q=skelleftea&back=/en/guide/debt-se").text
    assert 'href="/en/guide/debt-se?area=SE-2482"' in html and "area=DK-101" not in html
    assert "Göteborg" not in html.split("<main")[1]
    assert "2 places have that name." in html  # the municipality, and the library named after it
    assert 'value="skelleftea"' in html


def test_no_such_name_is_said_with_a_way_on(reader: FlaskClient) -> None:
    html = reader.get("/en/area?q=atlantis").text
    assert "0 places have that name." in html and "Show every place" in html


def test_the_search_is_a_form_and_a_fragment(reader: FlaskClient) -> None:
    answer = reader.get("/sv/area?q=byske", headers={"HX-Request": "true", "HX-Target": "places"})
    assert answer.text.lstrip().startswith('<div id="places"') and "Byske" in answer.text


def test_every_country_is_there(reader: FlaskClient) -> None:
    html = reader.get("/en/area").text
    assert all(f'area={code}"' in html for code in ("SE", "DK", "FI", "NO"))
    for code in ("FI", "NO"):
        page = reader.get(f"/en/area/{code}").text
        assert "Who helps everywhere in the country" in page
        assert "We do not know of one here" not in page


def test_who_helps_here_kind_by_kind(reader: FlaskClient) -> None:
    html = reader.get("/en/area/SE-2482").text
    assert "Who helps here" in html and "For these, somebody who serves the whole country helps." in html
    assert "We do not know of one here. The nearest general body is:" in html
    assert "/en/actor/skatteverket" in html and "/en/actor/mitid" not in html


def test_the_ways_on(reader: FlaskClient) -> None:
    """What it links to is there, and keeps the place."""
    html = reader.get("/sv/area/SE-2482").text
    for path in ("/sv/topics", "/sv/area/SE-2482/matrix", "/sv/actors"):
        assert f'href="{path}?area=SE-2482"' in html, path
        assert reader.get(f"{path}?area=SE-2482").status_code == 200
    assert "/sv/flow/" in html


class TestMerged:
    """Byske becomes part of Skellefteå's main library, and a municipality of another."""

    @pytest.fixture(autouse=True)
    def merged(self, site: Flask) -> None:
        with unit_of_work() as unit:
            old = unit.session.scalars(select(Area).where(Area.code == "SE-2482-byske")).one()
            old.merged_into, old.merged_on = "SE-2482-stadsbiblioteket", date(2020, 1, 2)
            soon = unit.session.scalars(select(Area).where(Area.code == "DK-101-noerrebro")).one()
            soon.merged_into, soon.merged_on = "DK-101-hovedbiblioteket", date(2199, 1, 1)
            counter.bump(counter.CONTENT)

    def test_it_works(self, reader: FlaskClient) -> None:
        answer = reader.get("/en/area/SE-2482-byske", follow_redirects=True)
        assert answer.request.path == "/en/area/SE-2482-stadsbiblioteket"
        assert "Byske bibliotek has been part of" in answer.text and "since 2 January 2020" in answer.text

    def test_an_old_code_in_an_address_is_the_new_one(self, reader: FlaskClient) -> None:
        html = reader.get("/en/topics?area=SE-2482-byske").text
        assert "area=SE-2482-stadsbiblioteket" in html and "Sara kulturhus" in html

    def test_the_old_places_rules_go_on_holding(self, reader: FlaskClient) -> None:
        with unit_of_work() as unit:
            guide = unit.session.scalars(select(Guide).where(Guide.slug == "eid-locked-se")).one()
            old = unit.session.scalars(select(Area).where(Area.code == "SE-2482-byske")).one()
            rule = LocalRule(area=old, guide=guide, kind="can", texts={"sv": "Vi hjälper dig på torsdagar."})
            unit.session.add(rule)
            counter.bump(counter.CONTENT)
        for code in ("SE-2482-byske", "SE-2482-stadsbiblioteket"):
            assert "på torsdagar" in reader.get(f"/sv/guide/eid-locked-se?area={code}").text
        assert "på torsdagar" not in reader.get("/sv/guide/eid-locked-se?area=SE-2482").text

    def test_it_is_not_offered(self, reader: FlaskClient) -> None:
        assert "Byske" not in reader.get("/en/area").text
        assert "Byske" not in reader.get("/en/area/SE-2482").text.split("<main")[1]
        assert "0 places" in reader.get("/en/area?q=byske").text

    def test_until_the_day_the_old_one_stands_with_a_note(self, reader: FlaskClient) -> None:
        answer = reader.get("/en/area/DK-101-noerrebro")
        assert answer.status_code == 200
        assert "From 1 January 2199 this is part of" in answer.text
        assert "Nørrebro" in reader.get("/en/area").text

    def test_a_strangers_was_says_nothing(self, reader: FlaskClient) -> None:
        html = reader.get("/en/area/SE-2482-stadsbiblioteket?was=DK-101-noerrebro").text
        assert "has been part of" not in html
