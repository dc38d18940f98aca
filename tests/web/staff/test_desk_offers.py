"""What the desk proposes for the visitor's own words, before anybody has searched."""

from __future__ import annotations

from flask import Flask

from app.domain.chat import queries
from app.domain.chat.permissions import Visitor
from app.domain.search import results
from app.web.staff import said
from tests.reading import form_of
from tests.web.staff.desk_house import Colleague, asks, colleague, holds, writes
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "loaded", "site"]
BLOCKED = "البنك آيدي محظور ولا أستطيع الدخول"
NO_IDEA = "zzqqxx"


def offers(librarian: Colleague, who: Visitor) -> str:
    """The part of the page that proposes."""
    return librarian.page(who.public_id).partition('id="desk_offers"')[2].partition("<h2>Hand over")[0]


def after(librarian: Colleague, who: Visitor, seq: int) -> tuple[int, str]:
    answer = librarian.client.get(f"/en/staff/conversation/{who.public_id}/offers?seq={seq}")
    return answer.status_code, answer.text


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, "Mitt BankID är spärrat")
    shown = offers(karin, who)
    assert 'name="kind" value="guide"><input type="hidden" name="ref" value="eid-locked-se"' in shown
    assert "Mitt BankID är spärrat</q>" in shown, "why"
    assert shown.count('value="guide"') <= 3 and shown.count('value="service"') <= 3
    assert 1 <= shown.count('value="answer"') <= 2
    form = form_of(karin.page(who.public_id), f"{who.public_id}/card")
    assert karin.client.post(form.action, data=form.fields).status_code == 303, "one press, without a script"
    assert "Send again" in offers(karin, who)


def test_in_the_visitors_language_whatever_mine_is(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, BLOCKED, locale="ar")
    shown = offers(karin, who)
    assert 'value="eid-locked-se"' in shown
    assert '<q lang="ar" dir="auto">' in shown


def test_new_words_change_what_is_proposed(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, "Mitt BankID är spärrat")
    assert after(karin, who, 1)[0] == 204, "nothing new said, nothing searched"
    writes(who, "Hur lånar jag en e-bok i biblioteket?")
    writes(who, "e-böcker alltså, på min läsplatta", "v-2")
    status, shown = after(karin, who, 1)
    assert status == 200 and 'value="ebook' in shown
    seq = queries.conversation_for(who, who.public_id).last_seq
    assert after(karin, who, seq)[0] == 204


def test_unsure_is_said_and_the_box_is_offered(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, NO_IDEA)
    shown = offers(karin, who)
    assert "No sure suggestion." in shown and 'href="#card-q"' in shown
    assert "data-send-card" not in shown


def test_the_matter_they_came_with_still_counts(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, NO_IDEA, matter="debt")
    shown = offers(karin, who)
    assert "Fits the question" in shown and 'value="debt-se"' in shown


def test_read_before_claiming_but_not_sent(app: Flask) -> None:
    karin = colleague(app)
    shown = offers(karin, asks("Mitt BankID är spärrat"))
    assert "Claim the conversation to send one." in shown
    assert "data-send-card" not in shown


def test_a_colleagues_conversation_is_not_searched_for_me(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(olle.actor)
    for ending in ("offers?seq=0", "cards?q=locked", "offers"):
        answer = karin.client.get(f"/en/staff/conversation/{who.public_id}/{ending}")
        assert answer.status_code == 404 and "BankID" not in answer.text


def test_a_yes_does_not_drown_the_question() -> None:
    assert said.to_search(["Mitt BankID är spärrat", "ja", "tack"]) == "tack \nja \nMitt BankID är spärrat"
    assert said.to_search(["ett", "två " * 10, "tre " * 10]).startswith("tre"), "the newest is read first"
    assert "ett" not in said.to_quote(["ett", "två " * 10, "tre " * 10])


def test_the_desk_finds_what_the_visitor_would(app: Flask) -> None:
    first = results.find(BLOCKED, "ar", area="SE").results[0]
    assert (first.kind, first.slug) == ("guide", "eid-locked-se")
