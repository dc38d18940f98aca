"""The path travels with a question: shown and removable at the form, kept with the conversation, read at the desk."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.chat import services
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Visitor
from tests import factories, flow_house
from tests.reading import form_of
from tests.staff_house import logged_in, person

PATH = "have.card~where.se~trouble.lost"


@pytest.fixture
def trees(site: Flask) -> None:
    flow_house.plant("small")
    flow_house.plant("secret", sensitive=True)
    factories.staff("Karin Berg")


def conversation() -> Conversation:
    session.expire_all()
    (made,) = session.scalars(select(Conversation))
    return made


def said(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_it_works(reader: FlaskClient, trees: None) -> None:
    last = reader.get(f"/en/flow/small/bank?a={PATH}").text
    (address,) = {one.replace("&amp;", "&") for one in re.findall(r'href="(/en/ask[^"]*)"', last)}
    page = reader.get(address)
    assert "What do you have? A card" in said(page.text) and "This came out: Call your bank" in said(page.text)
    form = form_of(page.text, "/ask")
    assert form.fields["bring_page"] == "yes"
    reader.post(form.action, data={**form.fields, "text": "Help"})
    made = conversation()
    answers = {"have": "card", "where": "se", "trouble": "lost"}
    assert made.origin == {"kind": "flow", "slug": "small", "node": "bank", "answers": answers}
    assert made.matter_id is not None


def test_the_desk_reads_it_in_its_own_language(site: Flask, reader: FlaskClient, trees: None) -> None:
    form = form_of(reader.get(f"/en/ask?from=flow:small&a={PATH}&node=bank").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Help"})
    staff = logged_in(site, person("Maria", Role.COORDINATOR))
    desk = said(staff.get(f"/sv/staff/conversation/{conversation().public_id}").text)
    assert "Which card is it? (sv) What do you have? A card In which country? In Sweden" in desk
    with i18n.speaking("sv"):
        came_out = i18n.gettext("This came out:")
    assert came_out != "This came out:" and f"{came_out} Call your bank" in desk


def test_i_do_not_know_brings_the_question_too(reader: FlaskClient, trees: None) -> None:
    page = reader.get("/en/flow/small/where?a=have.card").text
    (address,) = {one.replace("&amp;", "&") for one in re.findall(r'href="(/en/ask[^"]*)"', page)}
    assert "Was asked last: In which country?" in said(reader.get(address).text)


def test_taken_away_it_does_not_come_along(reader: FlaskClient, trees: None) -> None:
    form = form_of(reader.get(f"/en/ask?from=flow:small&a={PATH}&node=bank").text, "/ask")
    kept = {name: value for name, value in form.fields.items() if name != "bring_page"}
    reader.post(form.action, data={**kept, "text": "Help"})
    assert conversation().origin == {} and conversation().matter_id is None


def test_the_place_is_part_of_the_path(reader: FlaskClient, trees: None) -> None:
    form = form_of(reader.get("/en/ask?from=flow:small&a=have.card&area=SE-2482").text, "/ask?area=SE-2482")
    reader.post(form.action, data={**form.fields, "text": "Help"})
    assert conversation().origin["answers"] == {"have": "card", "where": "se"}


def test_a_sensitive_path_comes_from_its_cookie_and_is_gone_after_the_talk(reader: FlaskClient, trees: None) -> None:
    for question, option in (("have", "card"), ("where", "dk")):
        reader.post("/en/flow/secret/answer", data={"question": question, "option": option})
    page = reader.get("/en/ask?from=flow:secret&a=have.none")
    assert "In which country? In Denmark" in said(page.text) and "Nothing" not in said(page.text)
    assert "form-action 'self' https://" in page.headers["Content-Security-Policy"] and "/secret/leave" in page.text
    form = form_of(page.text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Help"})
    assert conversation().origin["answers"] == {"have": "card", "where": "dk"}
    assert "have.card" not in reader.get("/en/chat").text
    assert "Set-Cookie" not in reader.get("/en/chat").headers, "as long as they talk, the way back is open"
    with unit_of_work():
        visitor = Visitor(conversation().id, conversation().public_id)
        services.close(visitor)
    left = reader.get("/en/chat")
    assert "vejviser_flow=;" in left.headers["Set-Cookie"]
    assert reader.get("/en/flow/secret/2").location == "/en/flow/secret"


def test_a_tree_that_is_gone_breaks_nothing(site: Flask, reader: FlaskClient, trees: None) -> None:
    origin = {"kind": "flow", "slug": "gone", "node": "x", "answers": {"a": "b"}}
    who = factories.visitor("Hello", origin=origin)
    staff = logged_in(site, person("Maria", Role.COORDINATOR))
    assert staff.get(f"/en/staff/conversation/{who.public_id}").status_code == 200
    assert reader.get("/en/ask?from=flow:gone&a=b.c").status_code == 200


@pytest.mark.parametrize("way", ["close", "leave", "erase"])
def test_every_end_of_a_talk_forgets_the_answers(reader: FlaskClient, trees: None, way: str) -> None:
    reader.post("/en/flow/secret/answer", data={"question": "have", "option": "card"})
    form = form_of(reader.get("/en/ask?from=flow:secret").text, "/ask")
    reader.post(form.action, data={**form.fields, "text": "Help"})
    left = reader.post(f"/en/chat/{way}")
    assert any("vejviser_flow=;" in one for one in left.headers.getlist("Set-Cookie"))
    assert reader.get("/en/flow/secret/2").location == "/en/flow/secret"
