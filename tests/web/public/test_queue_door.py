"""What is offered to somebody who comes: a chat, a message first, only a message, or nothing for a while."""

from __future__ import annotations

from datetime import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from app.core import clock, counter, db
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.chat import conduct, desk, idle, queries, rules
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Status
from app.domain.places import queries as places
from app.domain.places.models import TeamException, TeamHours
from tests import factories
from tests.reading import form_of
from tests.staff_house import browser

ON_TO_THE_CODE = 307


@pytest.fixture
def karin(site: Flask) -> StaffActor:
    """The only one online, after hours."""
    with unit_of_work() as unit:
        unit.session.execute(delete(TeamHours))
    return factories.staff("Karin Berg")


def set_rules(**changed: object) -> None:
    with unit_of_work():
        rules.change(Operator(), {name: str(changed.get(name, value)) for name, value in vars(rules.DEFAULTS).items()})


def newest() -> Conversation:
    db.session.expire_all()
    return db.session.scalars(select(Conversation).order_by(Conversation.id.desc()).limit(1)).one()


def ask(reader: FlaskClient, text: str, how: str = "queue") -> int:
    fields = form_of(reader.get("/en/ask").text, "/ask").fields
    return reader.post("/en/ask", data={**fields, "text": text, "how": how}).status_code


def test_it_works(reader: FlaskClient, karin: StaffActor) -> None:
    page = reader.get("/en/ask").text
    assert "Start the chat" in page and "Leave the message" not in page
    set_rules(queue_limit=1)
    factories.visitor()
    page = reader.get("/en/ask").text
    assert "the queue is full" in page and "Leave the message" in page and "Start the chat" not in page
    assert ask(reader, "Till i morgon", "leave") == ON_TO_THE_CODE
    assert newest().status == Status.WAITING and "Your message is with the librarians" in reader.get("/en/chat").text


def test_it_became_full_while_they_wrote(reader: FlaskClient, karin: StaffActor) -> None:
    fields = form_of(reader.get("/en/ask").text, "/ask").fields
    set_rules(queue_limit=1)
    factories.visitor()
    answer = reader.post("/en/ask", data={**fields, "text": "En lång berättelse", "how": "queue"})
    assert answer.status_code == 409 and "has just become full" in answer.text and "En lång berättelse" in answer.text
    again = form_of(answer.text, "/ask")
    assert again.fields["key"] == fields["key"]
    left = reader.post("/en/ask", data={**again.fields, "text": "En lång berättelse", "how": "leave"})
    assert left.status_code == ON_TO_THE_CODE
    assert newest().left_message


def test_a_long_wait_offers_both_the_message_first(reader: FlaskClient, karin: StaffActor) -> None:
    for _ in range(20):
        who, number = factories.claimed(karin)
        with unit_of_work():
            desk.close(karin, who.public_id, number, "answered")
    for _ in range(5):
        factories.visitor()
    set_rules(long_wait=1)
    page = reader.get("/en/ask").text
    assert page.index('value="leave"') < page.index('value="queue"') and "Wait for a chat" in page
    assert ask(reader, "Jag väntar") == 303 and newest().status == Status.QUEUED


def test_out_of_the_queue(reader: FlaskClient, karin: StaffActor) -> None:
    ask(reader, "Hej")
    page = reader.get("/en/chat").text
    assert "You are next in line." in page
    form = form_of(page, "/leave-message")
    assert reader.post(form.action, data=form.fields).status_code == ON_TO_THE_CODE
    assert newest().left_message and "Your message is with the librarians" in reader.get("/en/chat").text
    assert reader.post(form.action, data=form.fields).status_code == 303, "pressed twice"


def test_only_who_is_next_is_told_that_somebody_is_free(site: Flask, reader: FlaskClient, karin: StaffActor) -> None:
    ask(reader, "Hej")
    second = browser(site)
    ask(second, "Hej hej")
    assert "Somebody is free now." in reader.get("/en/chat").text
    assert "You are number 2" in second.get("/en/chat").text and "is free now" not in second.get("/en/chat").text


def test_are_you_still_there(reader: FlaskClient, karin: StaffActor) -> None:
    ask(reader, "Hej")
    found = newest()
    with unit_of_work():
        number = desk.claim(karin, found.public_id)
    with unit_of_work():
        desk.post(karin, found.public_id, number, "Hej!", "s-1")
    past = clock.now() - clock.minutes(10)
    with unit_of_work() as unit:
        unit.session.execute(update(Conversation).values(staff_at=past, visitor_at=past - clock.minutes(1)))
    assert idle.run() == 1
    for address in ("/en/chat", "/en/chat/frame", "/en/chat/messages"):
        assert "Yes, I am here" in reader.get(address).text, address
    form = form_of(reader.get("/en/chat").text, "/chat/here")
    assert reader.post(form.action, data=form.fields).status_code == 303
    assert "Are you still there? If it stays quiet," not in reader.get("/en/chat").text


@pytest.mark.parametrize("network", [False, True])
def test_blocked(site: Flask, reader: FlaskClient, karin: StaffActor, network: bool) -> None:
    ask(reader, "Dumma ni")
    found = newest()
    with unit_of_work():
        number = desk.claim(karin, found.public_id)
    drawn = form_of(browser(site).get("/en/ask").text, "/ask").fields
    with unit_of_work():
        conduct.block(karin, found.public_id, number, 1, network)
    ended = reader.get("/en/chat").text
    assert "Ask again in this conversation" not in ended and "How was it?" not in ended
    assert reader.post("/en/chat/reopen").status_code == 403
    page = reader.get("/en/ask")
    assert page.status_code == 200 and "You cannot ask here for a while" in page.text and "<textarea" not in page.text
    refused = reader.post("/en/ask", data={**drawn, "text": "Mina ord", "how": "queue"})
    assert refused.status_code == 403 and "Mina ord" in refused.text and "Find your library." in refused.text
    assert browser(site).get("/en/ask").text.count("You cannot ask here") == network
    reader.post("/en/chat/leave")
    assert ("You cannot ask here" in reader.get("/en/ask").text) is network
    assert queries.queue_length() == 0


def test_that_we_close_soon_is_said(reader: FlaskClient, karin: StaffActor) -> None:
    here = clock.now().astimezone(places.team_timezone())
    closes = here + clock.minutes(10)
    until = closes.time().replace(second=0, microsecond=0) if closes.date() == here.date() else time(0)
    ask(reader, "Hej")
    assert "We close at" not in reader.get("/en/chat/messages").text
    with unit_of_work() as unit:
        unit.session.execute(delete(TeamException))
        unit.session.add(TeamException(day=here.date(), opens=time(0), closes=until, note=""))
        counter.bump(counter.CONTENT)
    db.session.remove()
    for client, address in ((reader, "/en/chat/messages"), (browser(reader.application), "/en/ask")):
        assert "We close at" in client.get(address).text, address
    set_rules(closing_soon=0)
    assert "We close at" not in reader.get("/en/chat/messages").text
