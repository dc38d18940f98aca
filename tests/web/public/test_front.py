"""The front page: one question, one box, the shelves, and whether somebody is there."""

from __future__ import annotations

import re

from flask.testing import FlaskClient


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/en/").text
    assert "<h1>What do you need help with?</h1>" in html
    assert html.count('role="search"') == 1 and 'action="/en/search"' in html


def test_safety_comes_first_and_is_marked(reader: FlaskClient) -> None:
    tiles = re.findall(r'<li class="topic-tile[^"]*">\s*<a href="([^"]+)"', reader.get("/en/").text)
    assert tiles[0] == "/en/topic/safety" and len(tiles) == 9
    assert reader.get("/en/").text.count("Urgent? Start here") == 1


def test_it_says_whether_somebody_is_there(reader: FlaskClient) -> None:
    html = reader.get("/en/").text
    assert ("A librarian is online." in html) != ("The librarians are not online now." in html)


def test_a_code_and_a_place_are_one_tap_away(reader: FlaskClient) -> None:
    html = reader.get("/en/").text
    assert 'href="/en/chat/code"' in html and 'href="/en/area"' in html


def test_the_place_is_carried_on(reader: FlaskClient) -> None:
    html = reader.get("/en/?area=SE-2482").text
    assert 'name="area" value="SE-2482"' in html and "/en/topic/eid?area=SE-2482" in html


def test_it_is_kept_for_ten_seconds_at_most(reader: FlaskClient) -> None:
    assert reader.get("/en/").headers["Cache-Control"] == "public, max-age=10"
