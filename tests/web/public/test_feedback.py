"""The question "Did this help?": with scripts and without, and nothing about who."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.domain.guides.models import GuideVote

URL = "/sv/guide/eid-locked-se/feedback"
HTMX = {"HX-Request": "true", "HX-Target": "feedback"}


def votes() -> list[GuideVote]:
    session.remove()
    return list(session.execute(select(GuideVote)).scalars())


def test_it_works(reader: FlaskClient) -> None:
    answer = reader.post(URL, data={"helped": "yes"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sv/guide/eid-locked-se?thanks=1#feedback"
    assert [(vote.helped, vote.locale, vote.wrong) for vote in votes()] == [("yes", "sv", None)]
    assert "Did this help?" in reader.get("/en/guide/eid-locked-se?thanks=1").text
    assert "Thank you." in reader.get("/en/guide/eid-locked-se?thanks=1").text


def test_htmx_gets_the_block_it_swaps(reader: FlaskClient) -> None:
    answer = reader.post(URL, data={"helped": "yes"}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.strip().startswith("<section")
    assert 'id="feedback"' in answer.text
    assert "<html" not in answer.text


def test_no_says_what_was_wrong_and_numbers_are_hidden(reader: FlaskClient) -> None:
    words = "Det stod 19811218-9876 i brevet"
    answer = reader.post(URL, data={"helped": "no", "wrong": "did_not_work", "text": words})
    assert answer.headers["Location"].endswith("?thanks=hidden#feedback")
    [vote] = votes()
    assert vote.wrong == "did_not_work"
    assert "9876" not in vote.text


def test_nonsense_is_refused_in_words(reader: FlaskClient) -> None:
    assert reader.post(URL, data={"helped": "perhaps"}).status_code == 422
    assert reader.post(URL, data={"helped": "no", "wrong": "everything"}).status_code == 422
    assert reader.post(URL).status_code == 422
    assert reader.post("/sv/guide/no-such-guide/feedback", data={"helped": "yes"}).status_code == 404
    assert votes() == []


def test_another_site_cannot_vote(reader: FlaskClient) -> None:
    answer = reader.post(URL, data={"helped": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert votes() == []
