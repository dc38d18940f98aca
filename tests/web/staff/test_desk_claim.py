"""Reading before claiming, claiming, losing, and writing to what is no longer mine."""

from __future__ import annotations

from flask import Flask

from tests.web.staff.desk_house import asks, colleague, holds


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who = asks("Mitt BankID är spärrat", first_name="Anna")
    preview = karin.page(who.public_id)
    assert "Mitt BankID är spärrat" in preview and "Read first, then claim." in preview
    assert 'name="text"' not in preview, "nobody writes before claiming"
    answer = karin.press(who.public_id, "/claim")
    assert answer.status_code == 303
    assert 'name="text"' in karin.client.get(answer.location).text


def test_the_loser_is_told_who_won_on_the_desk(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who = asks()
    olle.do(who.public_id, "claim")
    lost = karin.do(who.public_id, "claim")
    assert lost.status_code == 409 and "Olle Ek was first and has this conversation." in lost.text
    assert 'id="desk_queue"' in lost.text, "a sentence on the desk, not an error page"
    scripted = karin.do(who.public_id, "claim", script=True)
    assert scripted.status_code == 409 and scripted.json["error"] == "claimed_by_other"


def test_a_stale_write_keeps_the_words_and_says_who_has_it(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, claim = holds(karin.actor)
    karin.press(who.public_id, "/transfer", colleague=olle.member.public_id)
    late = karin.do(who.public_id, "messages", text="Mitt långa svar", claim=claim, key="k-1")
    assert late.status_code == 409 and "Olle Ek has it now." in late.text
    assert "Mitt långa svar</textarea>" in late.text


def test_a_write_after_it_went_back_to_the_queue(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    karin.press(who.public_id, "/return")
    late = karin.do(who.public_id, "messages", text="För sent", claim=claim, key="k-1")
    assert late.status_code == 409 and "You can claim it again." in late.text and "/claim" in late.text


def test_an_empty_message(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    answer = karin.press(who.public_id, f"{who.public_id}/messages", text="  ")
    assert answer.status_code == 422 and "Write something first." in answer.text


def test_a_colleagues_conversation_is_not_here(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(olle.actor)
    assert karin.client.get(f"/en/staff/conversation/{who.public_id}").status_code == 404
