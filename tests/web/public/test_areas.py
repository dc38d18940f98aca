"""Choosing a place: it rides in the address, and leads back only to a page of ours."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient


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
