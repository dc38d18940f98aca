"""The visitor's chat: read, write, pull, close, come back, rate, take away; by form and by script."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import ids
from app.core.unit import unit_of_work
from app.domain.chat import desk, queries
from app.domain.chat.permissions import StaffActor
from tests import factories
from tests.reading import form_of, lines_of

JSON = {"Accept": "application/json"}


@pytest.fixture
def karin(site: Flask) -> StaffActor:
    """A librarian who is online."""
    return factories.staff("Karin Berg")


@pytest.fixture
def visitor(reader: FlaskClient, karin: StaffActor) -> FlaskClient:
    """A browser that has just asked."""
    form = form_of(reader.get("/sv/ask").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Mitt BankID är spärrat"})
    return reader


def claimed(actor: StaffActor) -> tuple[str, int]:
    """The only conversation in the queue, now this librarian's."""
    public_id = queries.queue()[0].public_id
    with unit_of_work():
        return public_id, desk.claim(actor, public_id)


def answers(actor: StaffActor, public_id: str, claim: int, text: str, note: bool = False) -> None:
    with unit_of_work():
        (desk.note if note else desk.post)(actor, public_id, claim, text, ids.new_token())


def test_it_works(visitor: FlaskClient, karin: StaffActor) -> None:
    page = visitor.get("/en/chat")
    assert page.headers["Cache-Control"] == "no-store" and "You are next in line." in page.text
    public_id, claim = claimed(karin)
    answers(karin, public_id, claim, "Hej, vad står det?")
    answers(karin, public_id, claim, "intern anteckning", note=True)
    form = form_of(visitor.get("/en/chat").text, "/chat/messages")
    assert visitor.post(form.action, data={**form.fields, "text": "Fel kod"}).status_code == 303
    lines = lines_of(visitor.get("/en/chat").text)
    said = [(line.side, line.text) for line in lines if line.side in ("mine", "theirs", "note")]
    assert said == [("mine", "Mitt BankID är spärrat"), ("theirs", "Hej, vad står det?"), ("mine", "Fel kod")]
    assert "You are talking with Karin." in visitor.get("/en/chat").text


def test_a_script_gets_the_number_and_a_repeat_the_same(visitor: FlaskClient) -> None:
    first = visitor.post("/sv/chat/messages", data={"text": "Ett", "key": "k-1"}, headers=JSON)
    again = visitor.post("/sv/chat/messages", data={"text": "Något annat", "key": "k-1"}, headers=JSON)
    assert first.json["seq"] == again.json["seq"]
    assert [line.text for line in lines_of(visitor.get("/sv/chat").text) if line.key == "k-1"] == ["Ett"]


def test_only_what_is_new_is_pulled(visitor: FlaskClient) -> None:
    seq = visitor.post("/sv/chat/messages", data={"text": "Ett", "key": "k-1"}, headers=JSON).json["seq"]
    visitor.post("/sv/chat/messages", data={"text": "Två", "key": "k-2"}, headers=JSON)
    fresh = visitor.get(f"/sv/chat/messages?after={seq}").text
    assert [line.text for line in lines_of(fresh)] == ["Två"] and "data-state" in fresh


@pytest.mark.parametrize("text", ["   ", "x" * 20_000])
def test_a_refused_message_keeps_the_words(text: str, visitor: FlaskClient) -> None:
    fields = {"text": text, "key": "k-1"}
    assert visitor.post("/en/chat/messages", data=fields, headers=JSON).status_code == 422
    page = visitor.post("/en/chat/messages", data=fields)
    assert page.status_code == 422 and 'role="alert"' in page.text and text.strip() in page.text


def test_a_number_is_hidden_and_it_is_said(visitor: FlaskClient) -> None:
    answer = visitor.post("/sv/chat/messages", data={"text": "811228-9874", "key": "k-1"}, headers=JSON)
    assert answer.json["masked"] == 1
    assert "811228-9874" not in visitor.get("/sv/chat").text


def test_without_scripts_the_log_has_a_frame(visitor: FlaskClient) -> None:
    frame = visitor.get("/en/chat/frame")
    assert "Mitt BankID är spärrat" in frame.text and 'http-equiv="refresh"' in frame.text
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]


def test_nobody_without_the_cookie(site: Flask, visitor: FlaskClient) -> None:
    stranger = site.test_client()
    stranger.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert "/chat/code" in stranger.get("/sv/chat").location
    for path in ("messages", "frame", "transcript"):
        assert stranger.get(f"/sv/chat/{path}").status_code == 404
    assert stranger.post("/sv/chat/messages", data={"text": "Hej", "key": "k"}).status_code == 404
