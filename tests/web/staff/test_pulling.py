"""Asking again and again: nothing new is no answer at all, and what was sent comes back with what is new."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app.core import ids
from app.core.unit import unit_of_work
from app.domain.chat import desk, handing, pulls, secrets, services
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Visitor
from tests.factories import visitor
from tests.reading import lines_of
from tests.staff_house import browser
from tests.web.staff.desk_house import colleague, holds

JSON = {"Accept": "application/json"}


def reader_of(app: Flask, who: Visitor) -> FlaskClient:
    """The visitor's own browser."""
    with unit_of_work() as unit:
        token = secrets.give_token(unit.session.get_one(Conversation, who.conversation_id))
    client = browser(app)
    client.set_cookie("vejviser_chat", token)
    return client


def digest_in(text: str) -> str:
    found = re.search(r'data-digest="([0-9a-f]+)"', text)
    assert found
    return found[1]


def says(client: FlaskClient, address: str, text: str, **more: Any) -> dict[str, Any]:
    answer = client.post(address, data={"text": text, "key": ids.new_token(), **more}, headers=JSON)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json
    return found


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    reader, chat = reader_of(app, who), "/en/chat/messages"
    talk = f"/en/staff/conversation/{who.public_id}/messages"
    for client, address, fields in ((reader, chat, {}), (karin.client, talk, {"claim": claim})):
        state = digest_in(client.get(f"{address}?after=0").text)
        assert client.get(f"{address}?after=0&state={state}").status_code == 204
        said = says(client, address, "Hej", after=2, **fields)
        assert [line.text for line in lines_of(said["pulled"]) if line.side == "mine"][-1] == "Hej"
        assert digest_in(said["pulled"]) != state
        assert client.get(f"{address}?after=0&state={state}").status_code == 200
        assert client.get(f"{address}?after=0&state={digest_in(said['pulled'])}").status_code == 204


def test_without_asking_for_it_the_answer_is_short_and_a_pull_is_whole(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    reader = reader_of(app, who)
    assert "pulled" not in says(reader, "/en/chat/messages", "Hej")
    assert reader.get("/en/chat/messages?after=99").status_code == 200


def test_whoever_waits_is_always_told_their_place(app: Flask) -> None:
    first, second = visitor(), visitor()
    reader = reader_of(app, second)
    before = reader.get("/en/chat/messages?after=9").text
    with unit_of_work():
        services.close(first)
    after = reader.get(f"/en/chat/messages?after=9&state={digest_in(before)}")
    assert "number 2" in before and "next in line" in after.text


def test_every_change_of_state_is_something_new(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    reader = reader_of(app, who)

    def moved_by(verb: Any) -> bool:
        state = digest_in(reader.get("/en/chat/messages").text)
        with unit_of_work():
            verb()
        return reader.get(f"/en/chat/messages?state={state}").status_code == 200

    assert moved_by(lambda: desk.seen(karin.actor, who.public_id, 1))
    assert moved_by(lambda: desk.promise(karin.actor, who.public_id, int(claim)))
    assert moved_by(lambda: desk.note(karin.actor, who.public_id, int(claim), "between us", ids.new_token()))
    assert moved_by(lambda: services.close(who))
    assert moved_by(lambda: services.rate(who, 4))


def test_a_resend_gets_what_is_new_as_well(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    reader, key = reader_of(app, who), ids.new_token()
    one, two = (says(reader, "/en/chat/messages", "Hej", key=key, after=2) for _ in range(2))
    assert one["seq"] == two["seq"] and lines_of(one["pulled"]) == lines_of(two["pulled"])


def test_what_is_not_mine_is_no_204_either(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(karin.actor)
    state = pulls.digest(pulls.row_for(karin.actor, who.public_id))
    talk = f"/en/staff/conversation/{who.public_id}/messages"
    assert olle.client.get(f"{talk}?state={state}").status_code == 404
    reader = reader_of(app, who)
    state = digest_in(reader.get("/en/chat/messages").text)
    with unit_of_work():
        services.leave(who)
    assert reader.get(f"/en/chat/messages?state={state}").status_code == 404


def test_a_resend_after_it_was_handed_over_is_told_that_it_is_stored(app: Flask) -> None:
    """Told "not found", its writer would write it once more."""
    karin, per = colleague(app), colleague(app, "Per Lund")
    who, claim = holds(karin.actor)
    fields = {"text": "Hej", "key": ids.new_token(), "claim": claim, "after": "2"}
    address = f"/en/staff/conversation/{who.public_id}/messages"
    first = karin.client.post(address, data=fields, headers=JSON)
    with unit_of_work():
        handing.to_person(karin.actor, who.public_id, int(claim), per.member.public_id)
    again = karin.client.post(address, data=fields, headers=JSON)
    assert again.status_code == 200, again.text
    assert again.json["seq"] == first.json["seq"] and "pulled" not in again.json
