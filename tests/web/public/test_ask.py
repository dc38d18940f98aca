"""The handoff: what is asked, what comes along, and that a form sent twice is one conversation."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Status
from app.domain.places.models import TeamHours
from tests import factories
from tests.reading import form_of
from tests.staff_house import browser


@pytest.fixture
def team(site: Flask) -> None:
    """Somebody is online, so the team is open."""
    factories.staff("Karin Berg")


def conversations() -> list[Conversation]:
    session.expire_all()
    return list(session.scalars(select(Conversation).order_by(Conversation.id)))


def test_it_works(reader: FlaskClient, team: None) -> None:
    page = reader.get("/sv/ask?from=guide:eid-locked-se&q=bankid")
    assert page.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in page.headers
    form = form_of(page.text, "/ask")
    assert {"bring_page", "bring_search"} <= form.fields.keys(), "what comes along is chosen, and can be taken away"
    answer = reader.post(form.action, data={**form.fields, "text": "Mitt BankID är spärrat", "locale": "ar"})
    assert answer.status_code == 303 and answer.location.endswith("/sv/chat")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    (made,) = conversations()
    assert (made.status, made.locale) == (Status.QUEUED, "ar")
    assert made.origin == {"kind": "guide", "slug": "eid-locked-se", "query": "bankid"}
    assert "Mitt BankID är spärrat" in reader.get("/sv/chat").text


def test_what_was_taken_away_does_not_come_along(reader: FlaskClient, team: None) -> None:
    form = form_of(reader.get("/sv/ask?from=guide:eid-locked-se&q=bankid").text, "/ask")
    kept = {name: value for name, value in form.fields.items() if not name.startswith("bring_")}
    reader.post(form.action, data={**kept, "text": "Hej"})
    (made,) = conversations()
    assert made.origin == {} and made.matter_id is None


def test_the_same_form_twice_is_one_conversation(site: Flask, reader: FlaskClient, team: None) -> None:
    form = form_of(reader.get("/sv/ask").text, "/ask")
    for client in (reader, browser(site)):
        assert client.post(form.action, data={**form.fields, "text": "Hej"}).status_code == 303
        assert "Hej" in client.get("/sv/chat").text
    assert session.execute(select(func.count()).select_from(Conversation)).scalar_one() == 1


def test_an_empty_question_keeps_what_was_written(reader: FlaskClient, team: None) -> None:
    form = form_of(reader.get("/en/ask?q=bankid").text, "/ask")
    answer = reader.post(form.action, data={**form.fields, "text": " ", "first_name": "Amina"})
    assert answer.status_code == 422 and "Tell us with a few words" in answer.text
    assert 'value="Amina"' in answer.text and form.fields["key"] in answer.text
    assert "Set-Cookie" not in answer.headers and not conversations()


def test_while_closed_it_is_a_left_message(reader: FlaskClient) -> None:
    with unit_of_work():
        session.execute(delete(TeamHours))
    page = reader.get("/en/ask")
    assert "Leave the message" in page.text
    reader.post("/en/ask", data={**form_of(page.text, "/ask").fields, "text": "Till i morgon"})
    (made,) = conversations()
    assert made.status == Status.WAITING and made.left_message


def test_whoever_has_a_conversation_is_taken_to_it(reader: FlaskClient, team: None) -> None:
    form = form_of(reader.get("/sv/ask").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Hej"})
    assert reader.get("/sv/ask").location.endswith("/sv/chat")


def test_a_number_is_hidden_before_it_is_stored(reader: FlaskClient, team: None) -> None:
    form = form_of(reader.get("/sv/ask").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Jag heter 811228-9874"})
    page = reader.get("/en/chat").text
    assert "811228-9874" not in page and "We hid a number" in page


def test_nobody_chooses_the_key_of_anothers_form(site: Flask, reader: FlaskClient, team: None) -> None:
    """The key gives whoever sends it again a token: a link with a key in it would open what its reader then asked."""
    form = form_of(reader.get("/en/ask?key=chosen-by-a-stranger").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "My secret"})
    stranger = browser(site)
    stranger.post("/en/ask", data={**form.fields, "key": "chosen-by-a-stranger", "text": "Hej"})
    assert "My secret" not in stranger.get("/en/chat").text
