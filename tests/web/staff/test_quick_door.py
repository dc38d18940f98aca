"""The quick door gives what Flask gives, byte for byte, and gives on to Flask whatever is not plain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core import ids
from app.core.unit import unit_of_work
from app.domain.accounts import sessions
from app.domain.chat import desk, services
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import CardKind
from tests.staff_house import browser
from tests.web.staff.desk_house import Colleague, colleague, holds
from tests.web.staff.test_pulling import reader_of

JSON = {"Accept": "application/json"}
Ask = Callable[[FlaskClient], TestResponse]
Talk = tuple[Colleague, Visitor, str, FlaskClient]


class Ways:
    """Both ways to the application, and which requests went on to Flask."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        door: Any = app.wsgi_app
        self._app, self._patch, self._door = app, monkeypatch, door
        self._flask, self.went_on = door._wsgi, 0
        monkeypatch.setattr(door, "_wsgi", self._on)

    def _on(self, *given: Any) -> Any:
        self.went_on += 1
        return self._flask(*given)

    def both(self, client: FlaskClient, ask: Ask) -> TestResponse:
        """What the quick door gives; Flask gives the same."""
        first = ask(client)
        self._patch.setattr(self._app, "wsgi_app", self._flask)
        second = ask(client)
        self._patch.setattr(self._app, "wsgi_app", self._door)
        assert first.status == second.status
        assert list(first.headers) == list(second.headers)
        assert first.data == second.data
        return first


@pytest.fixture
def ways(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Ways:
    return Ways(app, monkeypatch)


@pytest.fixture
def talk(app: Flask) -> Talk:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    return karin, who, claim, reader_of(app, who)


@pytest.mark.parametrize("code", ["sv", "ar"])
def test_it_works(ways: Ways, talk: Talk, code: str) -> None:
    karin, who, claim, reader = talk
    desk_at, before = f"/{code}/staff/conversation/{who.public_id}/messages", ways.went_on
    for client, at, fields in ((reader, f"/{code}/chat/messages", {}), (karin.client, desk_at, {"claim": claim})):
        first = ways.both(client, lambda one, at=at: one.get(f"{at}?after=0"))
        state = first.text.split('data-digest="')[1].split('"')[0]
        known = ways.both(client, lambda one, at=at, state=state: one.get(f"{at}?after=1&state={state}"))
        assert known.status_code == 204
        words = "Ring <b>oss</b> på https://example.org!\n850709-9805 är dolt"
        form = {**fields, "text": words, "key": ids.new_token(), "after": "1"}
        # The second is a repeat, and gets the first's answer.
        said = ways.both(client, lambda one, at=at, form=form: one.post(at, data=form, headers=JSON))
        assert said.json and said.json["masked"] == 1 and "example.org" in said.json["pulled"]
    assert ways.went_on == before


def test_what_is_refused_is_said_by_flask(app: Flask, ways: Ways, talk: Talk) -> None:
    karin, who, claim, reader = talk
    before = ways.went_on
    chat, at = "/en/chat/messages", f"/en/staff/conversation/{who.public_id}/messages"
    asks: list[tuple[FlaskClient, str, dict[str, str]]] = [
        (reader, chat, {"text": "", "key": "a"}),
        (reader, chat, {"text": "Hej", "key": ""}),
        (reader, chat, {"text": "Hej", "key": "b", "talk": "another"}),
        (reader, chat, {"text": "Hej" * 9000, "key": "c"}),
        (browser(app), chat, {"text": "Hej", "key": "d"}),
        (karin.client, at, {"text": "Hej", "key": "e", "claim": "99"}),
        (karin.client, at.replace(who.public_id, "nobody"), {"text": "Hej", "key": "f", "claim": claim}),
        (browser(app), at, {"text": "Hej", "key": "g", "claim": claim}),
    ]
    for client, to, form in asks:
        answer = ways.both(client, lambda one, to=to, form=form: one.post(to, data=form, headers=JSON))
        assert answer.status_code >= 300, form
    elsewhere = {"Sec-Fetch-Site": "cross-site", **JSON}
    foreign = ways.both(reader, lambda one: one.post(chat, data={"text": "Hej", "key": "h"}, headers=elsewhere))
    assert foreign.status_code == 403
    assert ways.went_on == before + len(asks) + 1


def test_what_is_not_plain_is_drawn_by_flask(ways: Ways, talk: Talk) -> None:
    karin, who, claim, reader = talk
    before = ways.went_on
    chat, at = "/en/chat/messages", f"/en/staff/conversation/{who.public_id}/messages"
    with unit_of_work():
        desk.send_card(karin.actor, who.public_id, int(claim), CardKind.GUIDE, "eid-locked-se", 1, "card")
    assert reader.get(f"{chat}?after=0").status_code == karin.client.get(f"{at}?after=0").status_code == 200
    assert ways.went_on == before + 2
    assert reader.post(chat, data={"text": "Utan skript", "key": "form"}).status_code == 303
    with unit_of_work():
        services.close(who)
    assert "Utan skript" in reader.get(f"{chat}?after=3").text and "closed" in karin.client.get(f"{at}?after=3").text
    assert reader.post(chat, data={"text": "Hej", "key": "late"}, headers=JSON).status_code == 409
    assert ways.went_on == before + 6


def test_a_log_in_that_ended_opens_nothing(ways: Ways, talk: Talk) -> None:
    karin, who, claim, _reader = talk
    at, before = f"/en/staff/conversation/{who.public_id}/messages", ways.went_on
    assert karin.client.get(f"{at}?after=0").status_code == 200 and ways.went_on == before
    with unit_of_work():
        sessions.end_all(karin.member)
    assert karin.client.get(f"{at}?after=0").status_code == 302
    assert karin.client.post(at, data={"text": "Hej", "key": "x", "claim": claim}, headers=JSON).status_code == 302


def test_a_share_is_paid_once(ways: Ways, talk: Talk) -> None:
    _karin, _who, _claim, reader = talk
    forms = [{"text": f"Rad {number}" if number % 2 else "", "key": f"k{number}"} for number in range(12)]
    sent = [reader.post("/en/chat/messages", data=form, headers=JSON).status_code for form in forms]
    assert sent == [422, 200] * 6  # twelve at once are allowed, whoever answers them
