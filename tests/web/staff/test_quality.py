"""Reading conversations that are over: coordinators without names, colleagues what was said to them, and nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.chat import desk, sampling, services
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Heading
from tests import factories
from tests.staff_house import logged_in, person

MARKS = {str(heading): "3" for heading in Heading}
NAMES = ("Karin Redo", "Per Alm", "Lisa Ek")


def last_week(actor: desk.StaffActor) -> str:
    who, claim = factories.claimed(actor, text="Mitt BankID", first_name="Amina")
    with unit_of_work():
        for number in range(sampling.FEWEST_LINES // 2):
            desk.post(actor, who.public_id, claim, f"Hej Amina, {actor.name} här.", f"k-{number}")
            services.post(who, "Tack", f"v-{number}")
        desk.close(actor, who.public_id, claim, "answered")
    at = sampling.last_week().begins + timedelta(days=2)
    with unit_of_work():
        session.execute(update(Conversation).where(Conversation.public_id == who.public_id).values(closed_at=at))
    return who.public_id


def first_to_open(boss: FlaskClient) -> str:
    found = re.search(r'action="([^"]*/quality/conversation/[^"]+)"', boss.get("/en/staff/quality").text)
    assert found
    return found[1]


def test_it_works(app: Flask) -> None:
    clients = {}
    for name in NAMES:
        one = person(name)
        clients[name] = logged_in(app, one)
        last_week(desk.actor_of(one))
    boss = logged_in(app, person("Maria Chef", Role.COORDINATOR))
    door = first_to_open(boss)
    opened = boss.post(door, follow_redirects=True)
    assert "Names are left out" in opened.text and "Amina" not in opened.text
    assert not any(name in opened.text for name in NAMES)
    path = opened.request.path
    refused = boss.post(path, data={**MARKS, "closure": "", "comment": "Fint gjort."})
    assert refused.status_code == 422 and "Fint gjort." in refused.text
    saved = boss.post(path, data={**MARKS, "comment": "Fint gjort."}, follow_redirects=True).text
    (whose,) = [name for name in NAMES if f"{name} answered here" in saved]
    for name, client in clients.items():
        account = client.get("/en/staff/account").text
        if name == whose:
            assert "Not read yet · 1" in account and path in client.get("/en/staff/quality/mine").text
            said = client.get(path).text
            assert "Fint gjort." in said and "Maria Chef has read this conversation" in said
            assert client.post(f"{path}/read").status_code == 303
            assert "Not read yet" not in client.get("/en/staff/account").text
        else:
            assert "Not read yet" not in account and client.get(path).status_code == 404, name
    assert "Your colleague has read it." in boss.get(path).text
    assert boss.post(path, data=MARKS).status_code == 409


def test_a_review_that_is_taken_back_can_be_written_again(app: Flask) -> None:
    for name in NAMES:
        last_week(desk.actor_of(person(name)))
    boss = logged_in(app, person("Maria Chef", Role.COORDINATOR))
    door = first_to_open(boss)
    path = boss.post(door, follow_redirects=True).request.path
    assert boss.post(path, data={**MARKS, "comment": "Vänligt."}).status_code == 303
    assert "The review is taken back." in boss.post(f"{path}/take-back", follow_redirects=True).text
    again = boss.get(path).text
    assert again.count("checked") == len(Heading) and "Until you save, only you see" in again and "Vänligt." in again
    assert boss.post(door).status_code == 303


def test_looking_back_alone_and_who_may_what(app: Flask) -> None:
    karin = person("Karin Redo")
    client = logged_in(app, karin)
    conversation = last_week(desk.actor_of(karin))
    assert client.get("/en/staff/quality").status_code == 403
    assert client.post(f"/en/staff/quality/conversation/{conversation}").status_code == 403
    own = client.post(f"/en/staff/quality/mine/conversation/{conversation}", follow_redirects=True)
    assert "Only you see what you write here." in own.text
    assert client.post(own.request.path, data={**MARKS, "comment": "Nästa gång."}).status_code == 303
    assert "Your own look back" in client.get("/en/staff/quality/mine").text
    boss = logged_in(app, person("Maria Chef", Role.COORDINATOR))
    assert boss.get(own.request.path).status_code == 404
    assert boss.post(f"/en/staff/quality/conversation/{conversation}").status_code == 404
    assert "Nothing to read this week" in boss.get("/en/staff/quality").text
