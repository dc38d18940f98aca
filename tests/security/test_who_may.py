"""Doors: another person's conversation, other sites' forms, ended log-ins, and what the log says of a failure."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app.core import clock, ids
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import services as accounts
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Operator
from app.domain.chat import desk, queries
from tests import factories
from tests.staff_house import app, browser, database, logged_in, one_app, person, settings

__all__ = ["app", "database", "one_app", "settings"]
NOTE = "internal-secret-note"


@pytest.fixture
def visitor(app: Flask) -> Iterator[FlaskClient]:
    client = browser(app)
    key = ids.new_token()
    assert client.post("/sv/ask", data={"key": key, "text": "Hej", "locale": "sv"}).status_code == 307
    yield client
    session.remove()


def conversation_of(client: FlaskClient) -> str:
    return client.get("/sv/chat").text.split('data-talk="', 1)[1].split('"', 1)[0]


def test_it_works(app: Flask, visitor: FlaskClient) -> None:
    """A note is nowhere the visitor can look."""
    who = conversation_of(visitor)
    karin = logged_in(app, person())
    claimed = karin.post(f"/en/staff/conversation/{who}/claim", headers={"Accept": "application/json"}).get_json()
    sent = {"claim": claimed["claim"], "key": "n1", "text": NOTE, "kind": "note"}
    assert karin.post(f"/en/staff/conversation/{who}/messages", data=sent).status_code == 303
    assert NOTE in karin.get(f"/en/staff/conversation/{who}").text
    for address in (
        "/sv/chat",
        "/sv/chat/messages?after=0",
        "/sv/chat/frame",
        "/sv/chat/transcript",
        "/sv/chat/transcript?as=text",
    ):
        answer = visitor.get(address)
        assert answer.status_code == 200 and NOTE not in answer.text, address


def test_a_colleagues_conversation_is_nobodys_elses(app: Flask, visitor: FlaskClient) -> None:
    who = conversation_of(visitor)
    logged_in(app, person()).post(f"/en/staff/conversation/{who}/claim")
    other = logged_in(app, person("Bo"))
    here = f"/en/staff/conversation/{who}"
    for address in (here, f"{here}/messages", f"{here}/cards?q=bank", f"{here}/close"):
        assert other.get(address).status_code == 404, address
    given = {"claim": "1", "key": "k", "text": "x", "outcome": "answered", "effort": "1", "colleague": "x"}
    for verb in ("messages", "transfer", "return", "promise", "close"):
        assert other.post(f"{here}/{verb}", data=given).status_code in (404, 409), verb
    assert [line.text for line in lines_of(who)] == ["Hej"]


def lines_of(public_id: str) -> list[queries.MessageView]:
    from sqlalchemy import select

    from app.domain.chat.models import Conversation
    from app.domain.chat.permissions import Visitor

    row = session.execute(select(Conversation).where(Conversation.public_id == public_id)).scalar_one()
    return [one for one in queries.messages_after(Visitor(row.id, public_id), row) if one.text]


def test_the_visitors_keys_are_not_on_the_desk(app: Flask) -> None:
    client, key = browser(app), ids.new_token()
    client.post("/sv/ask", data={"key": key, "text": "Hej", "locale": "sv"})
    who = conversation_of(client)
    karin = logged_in(app, person())
    karin.post(f"/en/staff/conversation/{who}/claim")
    assert key not in karin.get(f"/en/staff/conversation/{who}").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://evil.example", "Host": "evil.example"},
        {},
    ],
)
def test_forms_of_other_sites_are_refused(app: Flask, headers: dict[str, str]) -> None:
    client = app.test_client()
    for address in ("/sv/ask", "/sv/chat/leave", "/sv/chat/code", "/en/staff/log-in", "/en/staff/log-out"):
        assert client.post(address, headers=headers).status_code == 403, address


def test_a_disabled_colleague_is_out_with_the_next_click(app: Flask) -> None:
    bo = person("Bo")
    desk_of_bo = logged_in(app, bo)
    assert desk_of_bo.get("/en/staff/").status_code == 200
    with unit_of_work() as unit:
        accounts.disable(Operator(), unit.session.merge(bo))
    assert desk_of_bo.get("/en/staff/").status_code == 302
    assert desk_of_bo.post("/en/staff/availability", data={"availability": "online"}).status_code == 302


def test_a_log_in_never_takes_over_a_token(app: Flask) -> None:
    karin = person()
    client = browser(app)
    client.set_cookie("vejviser_staff", "planted-by-somebody")
    given = {"email": karin.email, "password": "correct horse battery"}
    first = client.post("/en/staff/log-in", data=given)
    assert "planted-by-somebody" not in first.headers["Set-Cookie"]
    cookie = client.get_cookie("vejviser_staff")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    client.post("/en/staff/log-in", data=given)
    old = browser(app)
    old.set_cookie("vejviser_staff", cookie.value)
    assert old.get("/en/staff/").status_code == 302


def test_the_log_names_a_failure_without_anybodys_words(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def breaks() -> str:
        raise ValueError(request.args["q"])

    kept = app.view_functions["public.topics"]
    app.view_functions["public.topics"] = breaks
    app.config["TESTING"] = False
    try:
        with caplog.at_level(logging.DEBUG):
            assert app.test_client().get("/sv/topics?q=850709-9805").status_code == 500
    finally:
        app.view_functions["public.topics"] = kept
        app.config["TESTING"] = True
    assert "ValueError" in caplog.text and "850709" not in caplog.text


def test_nothing_that_may_be_stored_carries_a_number(app: Flask) -> None:
    number = "850709-9805"
    client = browser(app)
    form = {"key": ids.new_token(), "text": f"jag {number}", "first_name": number, "q": number, "bring_search": "1"}
    client.post("/sv/ask", data={**form, "from": f"guide:{number}", "bring_page": "1"})
    who = conversation_of(client)
    me = factories.staff()
    with unit_of_work():
        claimed = desk.claim(me, who)
    with unit_of_work():
        desk.post(me, who, claimed, f"du {number}", "k1")
    with unit_of_work():
        desk.note(me, who, claimed, f"hon {number}", "k2")
    assert number not in dump()
    assert clock.now() > session.get(StaffMember, me.id).created_at  # type: ignore[union-attr]


def dump() -> str:
    from app import tables

    return "\n".join(str(row) for table in tables.metadata.sorted_tables for row in session.execute(table.select()))
