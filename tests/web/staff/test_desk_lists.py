"""The desk's lists: mine, who waits, what was left; what is unread and who waits for me."""

from __future__ import annotations

import re

from flask import Flask

from app.core import clock
from app.core.unit import unit_of_work
from app.domain.chat import desk
from app.domain.chat.models import Conversation
from tests.web.staff.desk_house import asks, colleague, goes, holds, writes


def section(html: str, title: str) -> str:
    """The list under one heading."""
    found = re.search(rf"<h2[^>]*>{title}.*?(?=<h2|$)", html, re.S)
    return found.group(0) if found else ""


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    asks("Hvordan printer jeg?", locale="da", first_name="Bo")
    asks("Jag är lurad", first_name="Anna")
    waiting = section(karin.page(), "Waiting")
    assert waiting.index("Bo") < waiting.index("Anna"), "oldest first"
    assert "Hvordan printer jeg?" in waiting and "Danish" in waiting and "just now" in waiting
    assert 'data-waiting="2"' in karin.page()


def test_left_messages_do_not_stand_in_the_queue(app: Flask) -> None:
    karin = colleague(app)
    asks("Skrivet i natt", team_open=False)
    page = karin.page()
    assert "Skrivet i natt" in section(page, "Left messages") and "Skrivet i natt" not in section(page, "Waiting")
    assert 'data-waiting="0"' in page, "nobody sits and waits for it, so it does not ring"


def test_mine_say_what_is_unread_and_who_waits_for_me(app: Flask) -> None:
    karin = colleague(app)
    first, _claim = holds(karin.actor, "Första frågan")
    second, _claim = holds(karin.actor, "Andra frågan")
    karin.press(first.public_id, f"{first.public_id}/messages", text="Hej!")
    writes(second, "Är du där?")
    mine = section(karin.page(), "My conversations")
    rows = mine.split("<li class")
    assert "Waits for you" in rows[1] and 'data-unread="2"' in rows[1] and "Är du där?" in rows[1], "they come first"
    assert 'aria-keyshortcuts="Alt+2"' in rows[1], "and keep their digit"
    assert "You wait for them" in rows[2] and 'data-unread="0"' in rows[2], "answering from the page is having read it"


def test_handed_over_is_marked_until_something_is_done(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(karin.actor)
    karin.press(who.public_id, "/transfer", colleague=olle.member.public_id)
    assert 'data-handed="yes"' in olle.page() and "Handed over to you" in olle.page()
    olle.press(who.public_id, f"{who.public_id}/messages", text="Hej, jag tar över!")
    assert 'data-handed="no"' in olle.page()


def test_closed_by_its_visitor_stays_until_it_is_registered(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    goes(who)
    assert "To register" in section(karin.page(), "My conversations")


def test_a_returned_left_message_is_a_left_message_again(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor, "Skrivet i natt", team_open=False)
    with unit_of_work():
        desk.give_back(karin.actor, who.public_id, int(claim))
    assert "Skrivet i natt" in section(karin.page(), "Left messages")


def test_the_lists_alone(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    headers = {"HX-Request": "true", "HX-Target": "desk_queue"}
    part = karin.client.get(f"/en/staff/?open={who.public_id}", headers=headers).text
    assert part.strip().startswith('<div class="desk-lists" id="desk_queue"') and 'aria-current="true"' in part
    assert "<html" not in part and f"open={who.public_id}" in part


def test_an_empty_desk_asks_again_by_itself_without_scripts(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    assert '<noscript><meta http-equiv="refresh"' in karin.page()
    assert 'http-equiv="refresh"' not in karin.page(who.public_id), "nor does it take away what is being written"


def test_availability_comes_back_to_the_open_conversation(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    answer = karin.press(who.public_id, "/availability", availability="away")
    assert who.public_id in answer.location
    assert 'data-availability="away"' in karin.page()


def test_the_lists_alone_are_what_the_whole_page_has(app: Flask) -> None:
    """Also that the team has closed: it stands above those who wait, and must not go with the first refresh."""
    karin = colleague(app)
    asks("Är ni kvar?")
    karin.client.post("/en/staff/availability", data={"availability": "away"})
    whole = karin.client.get("/en/staff/").text
    alone = karin.client.get("/en/staff/", headers={"HX-Request": "true", "HX-Target": "desk_queue"}).text
    assert "The librarians have closed for now." in alone
    assert " ".join(alone.split()) in " ".join(whole.split())


def test_a_conversation_keeps_its_digit_while_it_is_mine(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    older, claim = holds(olle.actor, "Äldst", first_name="Ada")
    first, gone = holds(karin.actor, "Först", first_name="Bea")
    holds(karin.actor, "Sedan", first_name="Cia")

    def digits() -> dict[str, str]:
        rows = section(karin.page(), "My conversations").split("<li class")[1:]
        return {re.findall(r'queue-name">(\w+)', row)[0]: re.findall(r"Alt\+(\d)", row)[0] for row in rows}

    assert digits() == {"Bea": "1", "Cia": "2"}
    olle.press(older.public_id, "/transfer", colleague=karin.member.public_id, claim=claim)
    assert digits() == {"Bea": "1", "Cia": "2", "Ada": "3"}, "who came last, however long they have waited"
    karin.do(first.public_id, "close", claim=gone, outcome="spam")
    assert digits() == {"Cia": "2", "Ada": "3"}
    holds(karin.actor, "Sist", first_name="Dan")
    assert digits() == {"Cia": "2", "Ada": "3", "Dan": "1"}


def test_an_overdue_promise_of_mine_says_so(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    with unit_of_work():
        desk.promise(karin.actor, who.public_id, int(claim))
    assert "badge good" in section(karin.page(), "My conversations")
    with unit_of_work() as unit:
        unit.session.get_one(Conversation, who.conversation_id).due_at = clock.now() - clock.minutes(1)
    mine = section(karin.page(), "My conversations")
    assert "Overdue" in mine and "badge warn" in mine and "badge good" not in mine
