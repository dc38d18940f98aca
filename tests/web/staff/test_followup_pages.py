"""Promising by a time, the lists of what is owed, and the hand-over at the end of a shift; all of it without scripts."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import update

from app.core import clock, db
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.chat import followups, presence, queries
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Kind, Status
from tests.web.staff.desk_house import JSON, Colleague, colleague, holds

LISTS = "/en/staff/followups"


def promise(who: Colleague, conversation: str, claim: str, **fields: str) -> int:
    given = {"claim": claim, "when": "tomorrow", **fields}
    return who.client.post(f"/en/staff/conversation/{conversation}/promise", data=given).status_code


def overdue(who: Visitor) -> None:
    with unit_of_work() as unit:
        past = clock.now() - clock.minutes(1)
        unit.session.execute(update(Conversation).where(Conversation.id == who.conversation_id).values(due_at=past))


def claim_in(page: str) -> str:
    found = re.search(r'name="claim" value="(\d+)"', page)
    assert found, page
    return found[1]


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor, "Mitt brev", first_name="Amina")
    form = karin.client.get(f"/en/staff/conversation/{who.public_id}/promise").text
    assert "Tomorrow at 12:00" in form and "Another day" in form and "Amina" in form
    assert promise(karin, who.public_id, claim) == 303
    assert "Amina" in karin.client.get(LISTS).text and "Mitt brev" in karin.client.get(LISTS).text
    assert "Time and owner" in karin.page(who.public_id), "from the conversation to its time"
    assert queries.visitor_view(who).due_at is not None


def test_a_refused_day_is_said_at_its_field_and_what_was_chosen_stays(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    where = f"/en/staff/conversation/{who.public_id}/promise"
    answer = karin.client.post(where, data={"claim": claim, "when": "day", "day": "2001-01-01"})
    assert answer.status_code == 422 and 'href="#day"' in answer.text and 'value="2001-01-01"' in answer.text
    day = (clock.today() + clock.days(1)).isoformat()
    answer = karin.client.post(where, data={"claim": claim, "when": "day", "day": day, "at": "23:59"})
    assert answer.status_code == 422 and "We are closed on that day" in answer.text and 'name="anyway"' in answer.text
    given = {"claim": claim, "when": "day", "day": day, "at": "23:59", "anyway": "yes"}
    assert karin.client.post(where, data=given).status_code == 303
    assert karin.client.post(where, data=given, headers=JSON).status_code == 409, "it is promised already"


def test_overdue_ones_stand_at_every_desk_and_anybody_takes_them(app: Flask) -> None:
    karin, per = colleague(app), colleague(app, "Per Lund")
    who, claim = holds(karin.actor, "Mitt brev", first_name="Amina")
    promise(karin, who.public_id, claim)
    assert "Overdue" not in per.page()
    assert "Amina" not in per.client.get(LISTS).text and "Amina" in per.client.get(f"{LISTS}?whose=all").text
    overdue(who)
    assert "Overdue" in per.page() and "Overdue" in karin.page()
    page = per.client.get(f"{LISTS}/{who.public_id}").text
    assert "Mitt brev" not in page and "Take it over" in page
    answer = per.client.post(f"{LISTS}/{who.public_id}/take", data={"claim": claim_in(page)})
    assert answer.status_code == 303 and who.public_id in answer.location
    late = karin.client.post(f"{LISTS}/{who.public_id}/due", data={"claim": claim, "when": "tomorrow", "why": "x"})
    assert late.status_code == 409 and "Somebody changed this meanwhile" in late.text


def test_another_time_and_another_owner(app: Flask) -> None:
    karin, per = colleague(app), colleague(app, "Per Lund")
    who, claim = holds(karin.actor)
    promise(karin, who.public_id, claim)
    here = f"{LISTS}/{who.public_id}"
    answer = karin.client.post(f"{here}/due", data={"claim": claim, "when": "three_days", "why": ""})
    assert answer.status_code == 422 and 'href="#why"' in answer.text
    given = {"claim": claim, "when": "three_days", "why": "Banken svarar sent"}
    assert karin.client.post(f"{here}/due", data=given).status_code == 303
    assert "Banken svarar sent" in karin.page(who.public_id)
    given = {"claim": claim, "colleague": per.member.public_id, "note": "Du kan banker"}
    assert karin.client.post(f"{here}/owner", data=given).status_code == 303
    assert "handed over by Karin Berg" in per.client.get(LISTS).text
    assert "Du kan banker" in per.page(who.public_id)
    over = karin.client.get(f"{LISTS}/nothing")
    assert over.status_code == 404 and "no longer owed" in over.text


def test_the_hand_over_lists_what_is_unfinished_with_one_press_each(app: Flask) -> None:
    karin, per = colleague(app), colleague(app, "Per Lund")
    first, one = holds(karin.actor, "Först", first_name="Amina")
    second, two = holds(karin.actor, "Sedan", first_name="Bo")
    third, three = holds(karin.actor, "Sist", first_name="Cem")
    promised, four = holds(karin.actor, "Lovad", first_name="Dina")
    promise(karin, promised.public_id, four)
    page = karin.client.get("/en/staff/handover").text
    assert all(name in page for name in ("Amina", "Bo", "Cem", "Dina")) and "4 unfinished conversations" in page
    here = "/en/staff/handover"
    per_id = per.member.public_id
    for path, fields in (
        (f"{first.public_id}/promise", {"claim": one, "when": "three_days"}),
        (f"{second.public_id}/to", {"claim": two, "colleague": per_id, "note": "Hon väntar på banken"}),
        (f"{third.public_id}/back", {"claim": three, "note": "Ring henne inte"}),
        (f"{promised.public_id}/to", {"claim": four, "promised": "yes", "colleague": per_id}),
    ):
        assert karin.client.post(f"{here}/{path}", data=fields).status_code == 303, path
    db.session.rollback()
    rows = {row.public_id: (row.status, row.assignee_id) for row in db.session.query(Conversation)}
    assert rows == {
        first.public_id: (Status.WAITING, karin.actor.id),
        second.public_id: (Status.ACTIVE, per.actor.id),
        third.public_id: (Status.QUEUED, None),
        promised.public_id: (Status.WAITING, per.actor.id),
    }
    kept = {row.text for row in db.session.query(Message).filter_by(kind=Kind.NOTE)}
    assert kept == {"Hon väntar på banken", "Ring henne inte"}
    stale = karin.client.post(f"{here}/{second.public_id}/back", data={"claim": two, "note": "Kvar i fältet"})
    assert stale.status_code == 409 and "Per Lund has it now" in stale.text
    assert "1 unfinished conversation." in stale.text


def test_nothing_unfinished_says_so_and_whoever_left_is_listed(app: Flask) -> None:
    karin, per = colleague(app), colleague(app, "Per Lund")
    assert "Nothing of yours is unfinished" in karin.client.get("/en/staff/handover").text
    assert "Nobody waits for an answer we promised" in karin.client.get(LISTS).text
    who, claim = holds(karin.actor)
    promise(karin, who.public_id, claim)
    with unit_of_work():
        presence.give_back(karin.actor.id, promised=True)
    assert "Promised, and nobody has it" in per.client.get(f"{LISTS}?whose=all").text
    assert "Nobody has it" in per.page()
    assert followups.lists(per.actor).nobodys and db.session.get(StaffMember, karin.actor.id)
