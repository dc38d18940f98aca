"""Cards: found in my words, sent as objects, seen beforehand as the visitor will read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.core import counter, i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import queries
from app.domain.chat.permissions import Visitor
from app.domain.guides import queries as guides
from app.domain.guides.models import Guide, GuideTranslation
from app.domain.search import loader
from tests.reading import form_of
from tests.web.public.conftest import loaded, site
from tests.web.staff.desk_house import Colleague, colleague, holds

__all__ = ["loaded", "site"]


@pytest.fixture
def app(site: Flask, loaded: Path) -> Iterator[Flask]:
    """The application on the starter content."""
    loader.current_index()
    yield site


def found_for(librarian: Colleague, who: Visitor, words: str, headers: dict[str, str] | None = None) -> str:
    path = f"/en/staff/conversation/{who.public_id}/cards"
    return librarian.client.get(path, query_string={"q": words}, headers=headers).text


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, locale="ar")
    found = found_for(karin, who, "BankID blocked")
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
    found = found_for(karin, who, "BankID blocked")
    preview = found.partition("The visitor reads:")[2].partition("In your language:")[0]
    assert '<div class="offer-reads" lang="ar" dir="rtl">' in preview
    with i18n.speaking("ar"):
        title = guides.guide("eid-locked-se").title  # type: ignore[union-attr]
    assert title in preview


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("missing", "Not translated to العربية. The visitor reads it in English."),
        ("short", "The steps are in English."),
    ],
)
def test_a_missing_translation_is_said(app: Flask, state: str, words: str) -> None:
    arabic = (GuideTranslation.locale == "ar") & Guide.slug.startswith("debt-")
    with unit_of_work():
        texts = select(GuideTranslation.id).join(Guide).where(arabic)
        session.execute(update(GuideTranslation).where(GuideTranslation.id.in_(texts)).values(state=state))
        counter.bump(counter.CONTENT)
    karin = colleague(app)
    who, _claim = holds(karin.actor, locale="ar", matter="debt")
    page = karin.page(who.public_id)
    assert "Fits the question" in page, "before anybody has searched"
    assert words in page


def test_bodies_are_found_by_name(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    found = found_for(karin, who, "Swedbank")
    assert 'name="kind" value="service"' in found and "swedbank-service" in found


def test_no_guide_for_nonsense(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    found = found_for(karin, who, "zzqqxx")
    assert "Guides" not in found.partition('id="desk_cards"')[2].partition('id="desk_offers"')[0]


def test_they_stand_by_kind_with_how_many(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    found = found_for(karin, who, "BankID blocked")
    found = found.partition('id="desk_cards"')[2].partition('id="desk_offers"')[0]
    kinds = re.findall(r'<h3>([^<]+) <span class="count">(\d+)</span></h3>', found)
    assert [kind for kind, _many in kinds] == ["Guides", "Who can help", "Ready answers"]
    assert sum(int(many) for _kind, many in kinds) == found.count("data-send-card")


def test_a_script_gets_the_list_alone(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    found = found_for(karin, who, "BankID", {"HX-Request": "true", "HX-Target": "desk_cards"})
    assert found.lstrip().startswith('<div id="desk_cards"') and "<html" not in found


def test_what_is_not_there_cannot_be_sent(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    answer = karin.do(who.public_id, "card", claim=claim, kind="guide", ref="nothing", key="k-1")
    assert answer.status_code == 422 and "could not be found" in answer.text
