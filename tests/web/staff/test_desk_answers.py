"""A ready answer: what the library can, cannot and why, and who can; each side reads it in their own language."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core import counter, i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import queries
from app.domain.guides import queries as guides
from app.domain.guides.models import Guide
from app.web.cards import card
from tests.reading import form_of
from tests.staff_house import browser
from tests.web.staff.desk_house import Colleague, colleague
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "loaded", "site"]
BLOCKED = "eid-locked-se"
CANNOT = "لا يمكننا"


def title(lang: str) -> str:
    with i18n.speaking(lang):
        guide = guides.guide(BLOCKED)
    assert guide is not None
    return guide.title


def asks(reader: FlaskClient, lang: str) -> str:
    """Somebody asks through the form; the conversation's public id."""
    form = form_of(reader.get(f"/{lang}/ask").text, "/ask")
    page = reader.post(form.action, data={**form.fields, "text": "BankID"}, follow_redirects=True).text
    return page.split('data-talk="', 1)[1].split('"', 1)[0]


def answers(librarian: Colleague, talk: str, ref: str = BLOCKED, key: str = "k-1") -> int:
    claim = form_of(librarian.page(talk), f"{talk}/messages").fields["claim"]
    return librarian.do(talk, "card", claim=claim, kind="answer", ref=ref, key=key).status_code


@pytest.fixture
def sent(app: Flask) -> tuple[FlaskClient, Colleague, str]:
    """An Arabic reader, the librarian who answered, and their conversation."""
    reader, karin = browser(app), colleague(app)
    talk = asks(reader, "ar")
    karin.do(talk, "claim")
    assert answers(karin, talk) == 303
    return reader, karin, talk


def test_it_works(sent: tuple[FlaskClient, Colleague, str]) -> None:
    reader, karin, talk = sent
    theirs, mine = reader.get("/ar/chat").text, karin.page(talk)
    assert title("ar") in theirs and CANNOT in theirs
    assert "What we can do: <bdi" in mine and "What the library cannot do, and why" in mine
    assert title("en") in mine and CANNOT not in mine.partition("data-log")[2].partition("data-composer")[0]
    assert f"/ar/guide/{BLOCKED}" in theirs and f"/en/guide/{BLOCKED}" in mine


def test_why_and_who_are_said(app: Flask) -> None:
    with app.test_request_context("/sv/"), i18n.speaking("sv"):
        found = card("answer", BLOCKED)
    assert found is not None and found.can and found.cannot
    assert all(line.why for line in found.cannot)
    assert len(found.who) == 2 and all(name and "/sv/actor/" in url for name, url, _dir in found.who)


def test_who_can_is_for_where_they_are(app: Flask) -> None:
    with app.test_request_context("/en/"), i18n.speaking("en"):
        here, anywhere = card("answer", "bank-login", "DK"), card("answer", "bank-login")
    assert here is not None and anywhere is not None
    assert "area=DK" in here.url and len(here.who) == 1
    assert [who[0].rpartition("(")[2] for who in anywhere.who] == ["Sweden)", "Denmark)"]


def test_the_transcript_has_every_line(sent: tuple[FlaskClient, Colleague, str]) -> None:
    reader, _karin, _talk = sent
    assert CANNOT in reader.get("/ar/chat/transcript").text
    text = reader.get("/ar/chat/transcript?as=text").text
    assert title("ar") in text and CANNOT in text
    assert f"/ar/guide/{BLOCKED}\n" in text
    assert "**" not in text and "<" not in text


def test_closing_knows_the_matter(sent: tuple[FlaskClient, Colleague, str]) -> None:
    _reader, karin, talk = sent
    assert '<option value="eid-locked" selected>' in karin.page(f"{talk}/close")


def test_what_is_gone_is_said(sent: tuple[FlaskClient, Colleague, str]) -> None:
    _reader, karin, talk = sent
    with unit_of_work():
        session.execute(update(Guide).where(Guide.slug == BLOCKED).values(status="archived"))
        counter.bump(counter.CONTENT)
    assert "What was sent here is no longer on our pages." in karin.page(talk)
    assert answers(karin, talk, key="k-2") == 422


@pytest.mark.parametrize("kind", ["", "nonsense", "text"])
def test_no_other_kind_is_sent(app: Flask, kind: str) -> None:
    reader, karin = browser(app), colleague(app)
    talk = asks(reader, "sv")
    karin.do(talk, "claim")
    claim = form_of(karin.page(talk), f"{talk}/messages").fields["claim"]
    assert karin.do(talk, "card", claim=claim, kind=kind, ref=BLOCKED, key="k-1").status_code == 422
    actor = karin.actor
    lines = queries.messages_after(actor, queries.conversation_for(actor, talk))
    assert not any(line.card for line in lines)
