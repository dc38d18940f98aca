"""The search page: sure, unsure, empty, in part, and never anybody's own markup."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

FRAGMENT = {"HX-Request": "true", "HX-Target": "results"}


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/sv/search?q=bankid+spärrat").text
    assert 'href="/sv/guide/eid-locked-se?' in html and "/sv/actor/" in html
    assert "/sv/actor/kommun-se" not in html  # that door is offered only when we are not sure


def test_both_countries_are_named_when_the_place_is_unknown(reader: FlaskClient) -> None:
    html = reader.get("/sv/search?q=bankid+spärrat").text
    assert html.index("/sv/guide/eid-locked-se") < html.index("/sv/guide/eid-locked-dk")
    assert "Sverige" in html and "Danmark" in html


def test_a_known_place_gets_its_own_guide_only(reader: FlaskClient) -> None:
    html = reader.get("/sv/search?q=bankid+spärrat&area=DK-101").text
    assert "/sv/guide/eid-locked-dk" in html and "eid-locked-se" not in html


def test_unsure_is_said_and_a_person_offered(reader: FlaskClient) -> None:
    html = reader.get("/en/search?q=building+permit+for+a+shed").text
    assert "This sounds like a question for your municipality" in html
    assert 'href="/en/ask?q=building' in html and "/en/actor/kommun-se" in html


def test_whose_it_is_stands_before_our_guesses(reader: FlaskClient) -> None:
    html = reader.get("/en/search?q=parking+fine").text
    assert html.index("/en/actor/kommun-se") < html.index("/en/guide/fees")


def test_the_best_matters_doors_come_first_in_every_language(reader: FlaskClient) -> None:
    """Who was tricked reads of the bank before any company that only a further matter points at."""
    for lang, asked in (
        ("ar", "واحد حكى معي من البنك واعطيته الكود"),
        ("en", "gave my code to someone who said they were the bank"),
    ):
        html = reader.get(f"/{lang}/search?q={asked}").text
        doors = re.findall(rf'href="/{lang}/actor/([a-z0-9-]+)"', html)
        assert doors[0].startswith("bank"), (lang, doors)


def test_nothing_asked_shows_the_topics(reader: FlaskClient) -> None:
    assert "/en/topic/safety" in reader.get("/en/search").text
    assert "/en/topic/safety" in reader.get("/en/search?q=+").text


def test_the_fragment_is_the_block_with_its_status(reader: FlaskClient) -> None:
    answer = reader.get("/en/search?q=bankid", headers=FRAGMENT)
    assert "<html" not in answer.text and 'id="search-status" hx-swap-oob="innerHTML"' in answer.text
    assert {"HX-Request", "HX-Target"} <= {one.strip() for one in answer.headers["Vary"].split(",")}
    whole = reader.get("/en/search?q=bankid").text
    assert "hx-swap-oob" not in whole and whole.count('role="status"') == 1 and 'id="results"' in whole


def test_what_was_typed_is_only_ever_text(reader: FlaskClient) -> None:
    html = reader.get('/en/search?q=<script>alert(1)</script>+"><img+src=x>+bankid').text
    assert "<script>alert" not in html and "<img src=x>" not in html
    assert "&lt;script&gt;" in html


def test_found_words_are_marked(reader: FlaskClient) -> None:
    html = reader.get("/sv/search?q=bankid+spärrat").text
    assert "<mark>BankID</mark>" in html and "<mark>spärrad</mark>" in html and "<mark>bank</mark>" not in html


def test_a_slip_is_corrected_by_a_link(reader: FlaskClient) -> None:
    html = reader.get("/en/search?q=statment").text
    assert "Did you mean:" in html and "/en/search?q=statement" in html


def test_a_guide_in_another_language_says_so(reader: FlaskClient) -> None:
    """Title and summary in the reader's language, and a word about the steps, which nobody has translated yet."""
    html = reader.get("/tr/search?q=renew+loan").text
    card = html[html.index("/tr/guide/renew") - 200 :][:1500]
    assert "İngilizce" in card and 'lang="en"' not in card


def test_a_personal_number_is_neither_shown_nor_kept(reader: FlaskClient) -> None:
    answer = reader.get("/en/search?q=my+number+811228-9874+is+blocked")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "9874" not in answer.text.replace('href="/', "").split("<main")[1]
    assert "We left out a personal number" in answer.text
