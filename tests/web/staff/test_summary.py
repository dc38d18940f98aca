"""The closing summary: what was given is chosen already, sent as an object, read and printed in the visitor's language."""

from __future__ import annotations

from flask import Flask

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import desk, secrets
from app.domain.chat.models import Conversation
from app.domain.chat.terms import CardKind
from app.domain.directory.models import Organization, Service
from tests.reading import form_of
from tests.staff_house import browser
from tests.web.staff.desk_house import colleague, holds


def bank() -> None:
    with unit_of_work():
        service = Service(slug="block", name={"en": "Block cards", "sv": "Spärra kort"})
        session.add(Organization(slug="bank", name="Bank", website="https://bank.example", services=[service]))


def test_it_works(app: Flask) -> None:
    bank()
    karin = colleague(app)
    who, claim = holds(karin.actor, locale="sv", first_name="Amina")
    with unit_of_work():
        desk.send_card(karin.actor, who.public_id, int(claim), CardKind.SERVICE, "block", 1, "c-1")
    page = karin.client.get(f"/en/staff/conversation/{who.public_id}/summary?then=close").text
    form = form_of(page, "/summary")
    assert '<option value="block" selected>' in page and 'value="service:block" checked' in page
    answer = karin.client.post(form.action, data={**form.fields, "text": "Ring i dag.", "links": "service:block"})
    assert answer.status_code == 303 and answer.location.endswith("/close")
    close = karin.client.get(answer.location).text
    assert 'value="referred" checked' in close and '<option value="block" selected>' in close
    assert "Summary of our conversation" in karin.page(who.public_id)

    with unit_of_work():
        found = session.get(Conversation, who.conversation_id)
        assert found is not None
        token = secrets.give_token(found)
    visitor = browser(app)
    visitor.set_cookie(app.config["SETTINGS"].cookie_name("vejviser_chat"), token)
    log = visitor.get("/sv/chat").text
    assert "Ring i dag." in log and "Spärra kort" in log
    seq = log.split("/sv/chat/summary/")[1].split('"')[0]
    printed = visitor.get(f"/sv/chat/summary/{seq}").text
    assert "Ring i dag." in printed and "/sv/actor/bank" in printed and "http" in printed.split("summary-address")[1]
    assert "bank.example" in printed, "the body's own address too"
    assert visitor.get(f"/sv/chat/summary/{int(seq) - 1}").status_code == 404
    text = visitor.get("/sv/chat/transcript?as=text").text
    assert "Ring i dag." in text and "Spärra kort" in text


def test_an_empty_one_is_said_and_nothing_is_lost(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    form = form_of(karin.client.get(f"/en/staff/conversation/{who.public_id}/summary").text, "/summary")
    answer = karin.client.post(form.action, data=form.fields)
    assert answer.status_code == 422 and "Write what you agreed" in answer.text
    stale = karin.client.post(form.action, data={**form.fields, "claim": "99", "text": "Ring banken."})
    assert stale.status_code == 409 and "Ring banken.</textarea>" in stale.text, "kept in the box at the desk"
