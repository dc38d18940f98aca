"""Cards: found in my words, sent as objects, with a word about the language the visitor will read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.domain.chat import queries
from app.domain.search import loader
from tests.reading import form_of
from tests.web.public.conftest import loaded, site
from tests.web.staff.desk_house import colleague, holds

__all__ = ["loaded", "site"]


@pytest.fixture
def app(site: Flask, loaded: Path) -> Iterator[Flask]:
    """The application on the starter content."""
    loader.current_index()
    yield site


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, locale="ar")
    found = karin.client.get(f"/en/staff/conversation/{who.public_id}/cards?q=BankID+blocked").text
    form = form_of(found, f"{who.public_id}/card")
    assert form.fields["kind"] == "guide"
    answer = karin.client.post(form.action, data=form.fields)
    assert answer.status_code == 303
    conversation = queries.conversation_for(who, who.public_id)
    card = queries.messages_after(who, conversation)[-1].card
    assert card is not None and card[1] == form.fields["ref"]


def test_the_visitors_own_words_are_shown(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, locale="ar")
    found = karin.client.get(f"/en/staff/conversation/{who.public_id}/cards?q=eid-locked+BankID").text
    assert '<span lang="ar" dir="rtl">' in found


def test_a_missing_translation_is_said(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, locale="ar", matter="debt")
    page = karin.page(who.public_id)
    assert "Fits the question" in page, "before anybody has searched"
    assert "Not translated to العربية. The visitor reads it in English." in page


def test_bodies_are_found_by_name(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    found = karin.client.get(f"/en/staff/conversation/{who.public_id}/cards?q=Swedbank").text
    assert 'name="kind" value="service"' in found and "swedbank-service" in found


def test_nothing_found(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    assert "Nothing found." in karin.client.get(f"/en/staff/conversation/{who.public_id}/cards?q=zzqqxx").text


def test_what_is_not_there_cannot_be_sent(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    answer = karin.do(who.public_id, "card", claim=claim, kind="guide", ref="nothing", key="k-1")
    assert answer.status_code == 422 and "could not be found" in answer.text
