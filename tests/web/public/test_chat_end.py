"""The end of a chat: close, rate, come back, take away, the code for another day, leave, erase."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.chat import queries
from tests import factories
from tests.reading import form_of, lines_of
from tests.staff_house import browser

JSON = {"Accept": "application/json"}


@pytest.fixture
def visitor(reader: FlaskClient) -> FlaskClient:
    """A browser that has just asked, with a team that is there."""
    factories.staff("Karin Berg")
    form = form_of(reader.get("/en/ask").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Mitt BankID är spärrat"})
    return reader


def test_it_works(visitor: FlaskClient) -> None:
    assert visitor.post("/en/chat/close").status_code == 303
    page = visitor.get("/en/chat").text
    assert "This conversation is closed." in page and 'name="text"' not in page
    assert visitor.post("/en/chat/rate", data={"rating": "4"}).status_code == 303
    transcript = visitor.get("/en/chat/transcript").text
    assert "Mitt BankID är spärrat" in transcript
    left = visitor.post("/en/chat/leave")
    assert left.status_code == 303 and "/chat/cleared" in left.location
    assert "/chat/code" in visitor.get("/en/chat").location


def test_while_an_answer_is_due_a_way_back_is_offered_before_the_screen_is_cleared(visitor: FlaskClient) -> None:
    assert "/chat/leaving" not in visitor.get("/en/chat").text
    assert visitor.get("/en/chat/leaving").status_code == 303, "nothing is due"
    visitor.post("/en/chat/leave-message")
    assert "/chat/leaving" in visitor.get("/en/chat").text
    page = visitor.get("/en/chat/leaving").text
    assert "Before you clear this screen" in page and form_of(page, "/code/new") and form_of(page, "/chat/leave")
    assert visitor.post("/en/chat/leave").status_code == 303, "one more press, never a refusal"


def test_a_closed_conversation_refuses_words_and_keeps_them(visitor: FlaskClient) -> None:
    visitor.post("/en/chat/close")
    fields = {"text": "En sak till", "key": "k-1"}
    assert visitor.post("/en/chat/messages", data=fields, headers=JSON).status_code == 409
    page = visitor.post("/en/chat/messages", data=fields)
    assert page.status_code == 422 and "This conversation is closed." in page.text


def test_it_can_be_opened_again(visitor: FlaskClient) -> None:
    visitor.post("/en/chat/close")
    assert visitor.post("/en/chat/reopen").status_code == 303
    assert "You are next in line." in visitor.get("/en/chat").text


@pytest.mark.parametrize("rating", ["0", "6", "many", "²"])
def test_a_strange_rating(rating: str, visitor: FlaskClient) -> None:
    visitor.post("/en/chat/close")
    assert visitor.post("/en/chat/rate", data={"rating": rating}).status_code == 422


def test_a_transcript_to_keep(visitor: FlaskClient) -> None:
    file = visitor.get("/en/chat/transcript?as=text")
    assert file.mimetype == "text/plain" and "attachment" in file.headers["Content-Disposition"]
    assert "Mitt BankID är spärrat" in file.text


def test_a_code_opens_it_once_on_another_device(site: Flask, visitor: FlaskClient) -> None:
    shown = visitor.post("/en/chat/code/new").text
    found = re.search(r"<code>([^<]+)</code>", shown)
    assert found is not None
    code, other = found[1], browser(site)
    opened = other.post("/en/chat/code", data={"code": code.lower()})
    assert opened.status_code == 303 and "Mitt BankID är spärrat" in other.get("/en/chat").text
    again = browser(site).post("/en/chat/code", data={"code": code})
    assert again.status_code == 422 and "does not open anything" in again.text


def test_erasing_takes_every_word_away(visitor: FlaskClient) -> None:
    assert "erased" in visitor.post("/en/chat/erase").location
    assert not queries.queue()
    assert "/chat/code" in visitor.get("/en/chat").location


def test_leaving_works_with_nothing_open(reader: FlaskClient) -> None:
    assert reader.post("/en/chat/leave").status_code == 303
    assert not lines_of(reader.get("/en/chat/cleared").text)
