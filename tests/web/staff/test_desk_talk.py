"""One conversation at the desk: words, notes, handing over, giving back, promising, two side by side."""

from __future__ import annotations

from flask import Flask

from app.domain.chat import queries
from app.domain.chat.terms import Status
from tests.reading import lines_of
from tests.web.staff.desk_house import asks, colleague, goes, holds, writes


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    sent = karin.press(who.public_id, f"{who.public_id}/messages", text="Hej, jag heter Karin.")
    assert sent.status_code == 303 and who.public_id in sent.location
    scripted = karin.do(who.public_id, "messages", script=True, text="Vad står det?", claim=claim, key="k-2")
    assert scripted.json["seq"] > 0
    pulled = lines_of(karin.client.get(f"/en/staff/conversation/{who.public_id}/messages?after=0").text)
    assert [line.text for line in pulled if line.side == "mine"] == ["Hej, jag heter Karin.", "Vad står det?"]


def test_a_visitor_who_gave_a_name_is_called_by_it(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, first_name="Amina")
    for shown in (karin.page(who.public_id), karin.client.get(f"/en/staff/conversation/{who.public_id}/messages").text):
        assert '<p class="message-who"><bdi>Amina</bdi></p>' in shown and "<bdi>Visitor</bdi>" not in shown


def test_what_has_ended_is_registered_and_not_closed(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    assert ">Close</span></a>" in karin.page(who.public_id)
    goes(who)
    page = karin.page(who.public_id)
    assert ">Register</span></a>" in page and ">Close</span></a>" not in page
    form = karin.client.get(f"/en/staff/conversation/{who.public_id}/close").text
    assert "Register the conversation with" in form and "Close and register" not in form


def test_a_note_has_a_box_of_its_own_and_visitors_never_get_it(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    karin.do(who.public_id, "messages", text="Ringde banken", claim=claim, key="n-1", kind="note")
    page = karin.page(who.public_id)
    assert any(line.side == "note" and line.text == "Ringde banken" for line in lines_of(page))
    assert page.count("data-composer") == 2
    conversation = queries.conversation_for(who, who.public_id)
    assert "Ringde banken" not in [line.text for line in queries.messages_after(who, conversation)]


def test_handing_over_offers_who_is_online_and_speaks_the_language(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(karin.actor)
    assert "Olle Ek · Svenska" in karin.page(who.public_id)
    karin.press(who.public_id, "/transfer", colleague=olle.member.public_id)
    assert "Transferred to Olle Ek." in olle.page(who.public_id)


def test_a_colleague_who_has_gone_is_refused_on_the_desk(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, claim = holds(karin.actor)
    olle.client.post("/en/staff/availability", data={"availability": "offline"})
    answer = karin.do(who.public_id, "transfer", claim=claim, colleague=olle.member.public_id)
    assert answer.status_code == 409 and "That colleague is not online." in answer.text


def test_after_one_comes_whoever_waits_for_me(app: Flask) -> None:
    karin = colleague(app)
    done, _claim = holds(karin.actor, "Klar")
    quiet, claim = holds(karin.actor, "Lugn")
    karin.do(quiet.public_id, "messages", text="Svar", claim=claim, key="k-1")
    waiting, _claim = holds(karin.actor, "Väntar")
    writes(waiting, "Hallå?")
    assert waiting.public_id in karin.press(done.public_id, "/return").location


def test_promising_and_giving_back(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    assert "Answer later" in karin.page(who.public_id)
    karin.do(who.public_id, "promise", claim=claim)
    assert queries.visitor_view(who).status is Status.WAITING
    assert "Answer by" in karin.page(who.public_id)
    assert karin.press(who.public_id, "/return").status_code == 303
    assert "Left messages" in karin.page()


def test_two_side_by_side(app: Flask) -> None:
    karin = colleague(app)
    first, _claim = holds(karin.actor, "Första frågan")
    second, _claim = holds(karin.actor, "Andra frågan")
    assert f"beside={second.public_id}" in karin.page(first.public_id), "a link opens it"
    both = karin.page(first.public_id, f"?beside={second.public_id}")
    assert both.count("data-talk=") == 2 and both.count("<h1") == 1
    ids = [part.split('"', 1)[0] for part in both.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_only_mine_is_shown_beside(app: Flask) -> None:
    karin = colleague(app)
    first, _claim = holds(karin.actor)
    stranger = asks("Någon annan")
    assert karin.page(first.public_id, f"?beside={stranger.public_id}").count("data-talk=") == 1


def test_what_they_brought_is_visible(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, origin={"query": "bankid spärrat"}, locale="da")
    page = karin.page(who.public_id)
    assert "Searched for: bankid spärrat" in page and "Reads and writes:" in page and "Place not said" in page
    assert "Asked at" in page
