"""A question tree as its reader meets it: one question a page, answers in the address, what to do at the end."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.triage.models import Flow, FlowText
from tests import flow_house

START = "/en/flow/small"


@pytest.fixture
def small(site: Flask) -> None:
    flow_house.plant()


def links(text: str) -> dict[str, str]:
    """Every link by its words."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', text, re.S)
    return {" ".join(re.sub(r"<[^>]+>", " ", words).split()): html.unescape(url) for url, words in found}


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text.split("<main", 1)[1].split("</main>")[0]).split())


def test_it_works(reader: FlaskClient, small: None) -> None:
    page = reader.get(START)
    assert page.headers["Cache-Control"] == "public, max-age=60" and "Set-Cookie" not in page.headers
    assert "Which card is it? (en)" in page.text and "Question 1 of at most 3" in page.text
    second = reader.get(links(page.text)["A card"])
    assert second.request.full_path.rstrip("?") == "/en/flow/small/where?a=have.card"
    assert "Question 2 of at most 3" in second.text and "What do you have? A card" in words(second.text)
    third = reader.get(links(second.text)["In Sweden"])
    last = reader.get(links(third.text)["It is lost"])
    assert last.request.full_path == "/en/flow/small/bank?a=have.card~where.se~trouble.lost"
    assert (
        "<h1>Call your bank</h1>" in last.text and "Do this now" in last.text and "<strong>Wait</strong>" in last.text
    )
    assert last.headers["Cache-Control"] == "public, max-age=60" and "Set-Cookie" not in last.headers


def test_an_answer_is_changed_without_doing_the_rest_again(reader: FlaskClient, small: None) -> None:
    last = reader.get(f"{START}/bank?a=have.card~where.se~trouble.lost").text
    change = reader.get(links(last)["Change : In which country?"])
    assert "In which country?" in change.text and "(your answer now)" in change.text
    danish = links(change.text)["In Denmark"]
    assert danish == f"{START}/danish?a=have.card~where.dk"
    again = links(change.text)["In Sweden (your answer now)"]
    assert again == f"{START}/bank?a=have.card~where.se~trouble.lost", "the later answers still hold"
    assert links(last)["Back one step"] == f"{START}/trouble?a=have.card~where.se~trouble.lost"


def test_the_place_answers_for_its_reader(reader: FlaskClient, small: None) -> None:
    page = reader.get(f"{START}?area=SE-2482")
    assert "Question 1 of at most 2" in page.text
    trouble = reader.get(links(page.text)["A card"])
    assert trouble.request.path == f"{START}/trouble" and "(from the place you chose)" in trouble.text
    change = links(trouble.text)["Change : In which country?"]
    asked = reader.get(change)
    assert asked.status_code == 200 and "In which country?" in words(asked.text)
    danish = reader.get(links(asked.text)["In Denmark"])
    assert "Read the Danish guide" in danish.text and "mitid" in danish.text.lower()


def test_who_can_and_what_to_read_are_of_the_country_answered(reader: FlaskClient, small: None) -> None:
    swedish = reader.get(f"{START}/bank?a=have.card~where.se~trouble.lost").text
    assert "/actor/bankid" in swedish and "/actor/mitid" not in swedish
    assert "/guide/eid-locked-se" in swedish and "/guide/eid-locked-dk" not in swedish
    danish = reader.get(f"{START}/danish?a=have.card~where.dk").text
    assert "/guide/eid-locked-dk" in danish and "/guide/eid-locked-se" not in danish


def test_nobody_is_said_where_there_is_nobody(reader: FlaskClient, small: None) -> None:
    north = reader.get(f"{START}/bank?a=have.card~trouble.lost&area=SE-2482").text
    assert "We know of nobody up there." in north
    assert "We know of nobody up there." not in reader.get(f"{START}/bank?a=have.card~where.se~trouble.lost").text


@pytest.mark.parametrize(
    ("given", "leads"),
    [
        ("bank?a=have.card", "/where?a=have.card"),
        ("bank", ""),
        ("nothing?a=have.none", "/talk?a=have.none"),
        ("where?a=have.<b>~~x.y~", ""),
        ("trouble?a=have.none~trouble.lost", "/talk?a=have.none"),
    ],
)
def test_a_page_that_the_answers_do_not_reach_leads_to_where_they_do(
    reader: FlaskClient, small: None, given: str, leads: str
) -> None:
    found = reader.get(f"{START}/{given}")
    assert (found.status_code, found.location) == (302, START + leads)


def test_nonsense_is_answered_in_words(reader: FlaskClient, small: None) -> None:
    assert reader.get("/en/flow/none").status_code == 404
    assert "We have no questions at this address." in reader.get("/en/flow/none/x").text
    long = reader.get(f"{START}/bank?a={'have.card~' * 300}")
    assert long.status_code == 422 and "<h1" in long.text
    assert reader.get(f"{START}/%F0%9F%90%88?a=%00%FF").status_code == 302


def test_search_engines_list_the_start_alone_in_its_languages(reader: FlaskClient, small: None) -> None:
    start = reader.get(START).text
    assert set(re.findall(r'hreflang="([a-z-]+)" href="http', start)) == {"sv", "en", "x-default"}
    assert "noindex" not in start and "noindex" in reader.get(f"{START}/where?a=have.card").text


def test_in_a_language_without_it_the_languages_that_have_it_are_offered(reader: FlaskClient, small: None) -> None:
    found = reader.get("/ar/flow/small/where?a=have.card")
    assert found.status_code == 200 and "/sv/flow/small/where?a=have.card" in found.text
    assert "Which card is it? (sv)" in found.text
    with unit_of_work() as unit:
        text = unit.session.query(FlowText).join(Flow).filter(Flow.slug == "small", FlowText.locale == "en").one()
        text.texts = {**text.texts, "summary": ""}
        counter.bump(counter.CONTENT)
    assert "These questions are not in your language yet" in reader.get(START).text


def test_where_it_does_not_hold_that_is_said(reader: FlaskClient, site: Flask) -> None:
    flow_house.plant(countries=["dk"])
    found = reader.get(f"{START}?area=SE-2482").text
    assert "These questions do not fit the place you have chosen." in found and "/en/flow/small?area=DK" in found


def test_the_way_back_can_be_taken_along(reader: FlaskClient, small: None) -> None:
    last = reader.get(f"{START}/bank?a=have.card~where.se~trouble.lost").text
    (drawn,) = re.findall(r'src="([^"]*qr\.svg[^"]*)"', last)
    assert reader.get(html.unescape(drawn)).mimetype == "image/svg+xml"
    assert "http://127.0.0.1:8000/en/flow/small/bank?a=have.card~where.se~trouble.lost" in html.unescape(last)
    assert reader.get(f"{START}/bank/qr.svg?a=have.card").status_code == 404
