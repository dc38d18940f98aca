"""Closing: the likely answers chosen, mistakes said, the inquiry stored, and the next of mine."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import desk
from app.domain.chat.terms import CardKind
from app.domain.directory.models import Organization, Service
from app.domain.insights.models import Inquiry
from tests.web.staff.desk_house import colleague, goes, holds


@pytest.fixture
def bank(app: Flask) -> None:
    with unit_of_work():
        service = Service(slug="block", name={"en": "Block cards"})
        session.add(Organization(slug="bank", name="Bank", website="https://bank.example", services=[service]))


def registered() -> list[Inquiry]:
    session.expire_all()
    return list(session.scalars(select(Inquiry).order_by(Inquiry.id)))


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    other, number = holds(karin.actor, "Nästa")
    answer = karin.do(who.public_id, "close", claim=claim, outcome="answered", effort="2")
    assert answer.status_code == 303 and other.public_id in answer.location, "on to the next of mine"
    (entry,) = registered()
    assert (entry.outcome, entry.effort, entry.locale) == ("answered", 2, "sv")
    last = karin.do(other.public_id, "close", claim=number, outcome="spam")
    assert "Registered: Not a real question" in karin.client.get(last.location).text, "where nothing else is open"
    assert "Registered" not in karin.client.get("/en/staff/?registered=answered:.x").text


def test_the_likely_outcome_is_chosen(app: Flask, bank: None) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    form = f"/en/staff/conversation/{who.public_id}/close"
    assert "checked" not in karin.client.get(form).text
    karin.do(who.public_id, "messages", text="Hej", claim=claim, key="k-1")
    assert 'value="answered" checked' in karin.client.get(form).text
    with unit_of_work():
        desk.send_card(karin.actor, who.public_id, int(claim), CardKind.SERVICE, "block", 1, "k-2")
    page = karin.client.get(form).text
    assert 'value="referred" checked' in page and '<option value="block" selected>' in page


@pytest.mark.parametrize(
    ("fields", "said", "field"),
    [
        ({}, "Choose how it ended.", "outcome"),
        ({"outcome": "answered"}, "Choose how much effort it took.", "effort"),
        ({"outcome": "referred", "effort": "2"}, "Choose which body you referred to.", "referred_to"),
    ],
)
def test_a_mistake_is_said_at_its_field(app: Flask, fields: dict[str, str], said: str, field: str) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    answer = karin.do(who.public_id, "close", claim=claim, **fields)
    assert answer.status_code == 422 and said in answer.text
    assert f'href="#{field}"' in answer.text and f'id="{field}"' in answer.text, "the summary leads to the field"
    assert not registered()


def test_a_visitor_who_left_can_still_be_registered(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    goes(who)
    page = karin.page(who.public_id)
    assert "The visitor has left. Register how it ended." in page and "/close" in page
    assert 'value="abandoned" checked' in karin.client.get(f"/en/staff/conversation/{who.public_id}/close").text
    assert karin.do(who.public_id, "close", claim=claim, outcome="abandoned").status_code == 303
    assert [entry.outcome for entry in registered()] == ["abandoned"]
    again = karin.do(who.public_id, "close", claim=claim, outcome="spam")
    assert again.status_code in (404, 409) and len(registered()) == 1


def test_somebody_elses_by_now(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, claim = holds(karin.actor)
    karin.press(who.public_id, "/transfer", colleague=olle.member.public_id)
    answer = karin.do(who.public_id, "close", claim=claim, outcome="answered", effort="1")
    assert answer.status_code == 409 and "Olle Ek has it now." in answer.text
    assert not registered()
