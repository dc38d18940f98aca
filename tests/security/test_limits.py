"""Who writes faster than a person is asked to wait, in words, and loses nothing by it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import ids, shares, tally
from app.core.db import session
from app.core.shares import Here, Rate
from app.web import limits
from app.web.audiences import AUDIENCES
from tests.staff_house import app, browser, database, one_app, settings

__all__ = ["app", "database", "one_app", "settings"]
MANY = 1_000
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def visitor(app: Flask) -> Iterator[FlaskClient]:
    """A browser whose conversation has just begun, and nobody has used up anything."""
    shares.configure()
    client = browser(app)
    assert client.post("/en/ask", data={"key": ids.new_token(), "text": "Hello"}).status_code in (303, 307)
    yield client
    session.remove()
    shares.configure()


def write(client: FlaskClient, text: str = "again", script: bool = True) -> tuple[int, dict[str, object], str]:
    answer = client.post(
        "/en/chat/messages", data={"key": ids.new_token(), "text": text}, headers=SCRIPT if script else {}
    )
    return answer.status_code, answer.get_json(silent=True) or {}, answer.headers.get("Retry-After", "")


def test_it_works(visitor: FlaskClient) -> None:
    answers = [write(visitor) for _ in range(12)]
    assert [status for status, _, _ in answers] == [200] * 12
    while answers[-1][0] == 200 and len(answers) < MANY:  # the bucket fills again meanwhile
        answers.append(write(visitor))
    status, said, wait = answers[-1]
    assert status == 429 and said["error"] == "too_many" and said["retry_after"] == int(wait) == 1
    assert "Nothing is lost" in str(said["message"]) and "1 second" in str(said["message"])


def test_without_scripts_the_page_comes_back_with_the_words(visitor: FlaskClient) -> None:
    while write(visitor)[0] == 200:
        pass
    answer = visitor.post("/en/chat/messages", data={"key": ids.new_token(), "text": "My long story"})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) >= 1
    assert re.search(r"<textarea[^>]*>\s*My long story", answer.text) and "Nothing is lost" in answer.text


def test_a_question_keeps_its_words_too(app: Flask, visitor: FlaskClient) -> None:
    while (answer := browser(app).post("/en/ask", data={"key": ids.new_token(), "text": "Words"})).status_code != 429:
        pass
    assert answer.status_code == 429 and re.search(r"<textarea[^>]*>\s*Words", answer.text)


def test_one_conversation_does_not_slow_another(app: Flask, visitor: FlaskClient) -> None:
    while write(visitor)[0] == 200:
        pass
    other = browser(app)
    other.post("/en/ask", data={"key": ids.new_token(), "text": "Hello"})
    assert write(other)[0] == 200


@pytest.mark.parametrize("door", ["chat/code/new", "chat/reopen", "chat/rate", "chat/close"])
def test_every_door_of_a_conversation_has_an_end(visitor: FlaskClient, door: str) -> None:
    statuses = [visitor.post(f"/en/{door}", data={"rating": "1"}).status_code]
    while statuses[-1] != 429 and len(statuses) < MANY:
        statuses.append(visitor.post(f"/en/{door}", data={"rating": "1"}).status_code)
    assert 10 <= len(statuses) < MANY


def test_a_screen_can_always_be_cleared(visitor: FlaskClient) -> None:
    while write(visitor)[0] == 200:
        pass
    assert visitor.post("/en/chat/leave").status_code == 303


def test_a_form_above_the_limit_is_refused_unread(visitor: FlaskClient) -> None:
    answer = visitor.post("/en/chat/messages", data={"key": "k", "text": "x" * (256 * 1024)}, headers=SCRIPT)
    assert answer.status_code == 413 and answer.get_json()["error"] == "http_413"


def test_the_table_names_doors_that_exist() -> None:
    assert limits.DOORS.keys() | limits.INSIDE | limits.FREE <= AUDIENCES.keys()
    assert set(limits.DOORS.values()) <= limits.SHARES.keys()


def test_a_bucket_fills_again() -> None:
    here, rate = Here(), Rate(2, 0.2)
    assert [here.take([("k", rate)]) for _ in range(2)] == [0, 0]
    assert 0 < here.take([("k", rate)]) <= 0.1
    here.clear("k")
    assert here.take([("k", rate), ("other", Rate(1, 60))]) == 0
    assert here.take([("k", rate), ("other", Rate(1, 60))]) > 50  # and nothing was taken from the first
    assert here.take([("k", rate)]) == 0


def test_what_is_refused_is_told_once_a_minute_and_by_number_only() -> None:
    tally.say(now=0.0)
    before = tally.totals()["malformed"]
    tally.note(tally.Odd.MALFORMED)
    assert tally.totals()["malformed"] == before + 1
    tally.say(now=1e12)
    tally.note(tally.Odd.MALFORMED)
    assert tally.say(now=1e12 + 59) == ""
    assert tally.say(now=1e12 + 61) == "1 malformed socket packets"
