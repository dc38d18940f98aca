"""Answers we owe: due by the team's clock, owned by somebody, listed until given, told of once and never at night."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import update

from app.core import clock, counter, db
from app.core.errors import Conflict, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Notice, Role, Way
from app.domain.chat import desk, followups, presence, queries, reminding
from app.domain.chat.due import When, Wish
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import CardKind, Kind, Status
from app.domain.places.models import TeamHours
from app.web import rings
from tests import factories, mail_house
from tests.domain.chat.hearing import hearing
from tests.mail_house import Postman, mailing, postman

pytestmark = pytest.mark.usefixtures("sqlite_database")
__all__ = ["mailing", "postman"]
THREE_DAYS = Wish(When.THREE_DAYS)


def promised(actor: StaffActor, wish: Wish = THREE_DAYS) -> tuple[Visitor, int]:
    who, number = factories.claimed(actor, text="Mitt brev")
    with unit_of_work():
        followups.promise(actor, who.public_id, number, wish)
    return who, number


def late(who: Visitor) -> None:
    with unit_of_work() as unit:
        past = clock.now() - clock.minutes(5)
        unit.session.execute(update(Conversation).where(Conversation.id == who.conversation_id).values(due_at=past))


def notes(who: Visitor) -> list[str]:
    rows = db.session.query(Message).filter_by(conversation_id=who.conversation_id, kind=Kind.NOTE)
    return [row.text for row in rows]


def test_it_works() -> None:
    me = factories.staff("Karin Holm")
    who, number = promised(me)
    assert queries.visitor_view(who).status is Status.WAITING and queries.visitor_view(who).due_at is not None
    [owed] = followups.lists(me).later
    assert (owed.owner, owed.mine, owed.question, owed.overdue) == ("Karin Holm", True, "Mitt brev", False)
    late(who)
    assert [one.public_id for one in followups.lists(me).overdue] == [who.public_id]
    with unit_of_work():
        desk.post(me, who.public_id, number, "Här är svaret", "k-1")
    lists = followups.lists(me)
    assert not (lists.overdue or lists.later or lists.today or lists.nobodys), "given, so it is owed no more"


def test_desks_hear_that_a_promised_answer_was_given() -> None:
    """It is open again and counts for whoever has it, by words or by a card: every desk shows that."""
    me = factories.staff("Karin Holm")
    who, number = promised(me)
    with hearing() as heard, unit_of_work():
        desk.post(me, who.public_id, number, "Här är svaret", "k-1")
    assert QueueMoved() in heard
    who, number = promised(me)
    with hearing() as heard, unit_of_work():
        desk.send_card(me, who.public_id, number, CardKind.GUIDE, "eid-locked-se", 1, "k-2")
    assert QueueMoved() in heard


def test_another_time_needs_a_reason_and_another_owner_need_not_be_here() -> None:
    me, other = factories.staff("Karin Holm"), factories.staff("Per Lund", online=False)
    who, number = promised(me)
    with pytest.raises(Invalid) as refusal, unit_of_work():
        followups.change_due(me, who.public_id, number, Wish(When.TOMORROW), " ")
    assert refusal.value.code == "why_missing"
    before = followups.one(me, who.public_id).due_at
    with unit_of_work():
        followups.change_due(me, who.public_id, number, Wish(When.TOMORROW), "Banken svarar i morgon")
    after = followups.one(me, who.public_id).due_at
    assert before and after and after < before and notes(who) == ["Banken svarar i morgon"]
    per = db.session.get_one(StaffMember, other.id).public_id
    with unit_of_work():
        followups.reassign(me, who.public_id, number, per, "Du kan banker")
    owed = followups.one(other, who.public_id)
    assert (owed.owner, owed.from_name, owed.mine, owed.due_at) == ("Per Lund", "Karin Holm", True, after)
    with pytest.raises(Conflict) as refusal, unit_of_work():
        desk.post(me, who.public_id, number, "för sent", "k-2")
    assert refusal.value.code == "claim_moved"


def test_a_colleagues_promise_is_left_alone_until_it_is_overdue() -> None:
    me, other = factories.staff("Karin Holm"), factories.staff("Per Lund")
    boss = factories.staff("Eva Ek", Role.COORDINATOR)
    who, number = promised(me)
    assert followups.one(other, who.public_id).question == ""
    for verb in (
        lambda: followups.take_over(other, who.public_id, number),
        lambda: followups.change_due(other, who.public_id, number, Wish(When.TOMORROW), "x"),
    ):
        with pytest.raises(Conflict) as refusal, unit_of_work():
            verb()
        assert refusal.value.code == "promise_not_yours"
    late(who)
    with unit_of_work():
        again = followups.take_over(other, who.public_id, number)
    assert followups.one(other, who.public_id).mine
    with pytest.raises(Conflict) as refusal, unit_of_work():
        followups.take_over(boss, who.public_id, number)
    assert refusal.value.code == "promise_moved", "drawn before a colleague took it"
    with unit_of_work():
        followups.take_over(boss, who.public_id, again)
    assert followups.one(boss, who.public_id).mine


def test_whoever_is_gone_leaves_nothing_forgotten() -> None:
    me, other = factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, number = promised(me)
    mine, own = promised(other)
    with unit_of_work():
        presence.give_back(me.id, promised=True)
        followups.give_back(other, mine.public_id, own, "Jag slutar nu")
    assert [one.public_id for one in followups.lists(other).nobodys] == [who.public_id, mine.public_id]
    assert notes(mine) == ["Jag slutar nu"]
    target = db.session.get_one(StaffMember, other.id).public_id
    with unit_of_work():
        followups.reassign(me, who.public_id, number + 1, target)
    assert followups.one(other, who.public_id).mine


@pytest.mark.usefixtures("sqlite_database")
def test_the_owner_is_told_once_and_not_at_night(tmp_path: Path, mailing: Postman) -> None:
    rings.configure(mail_house.configured(tmp_path, MAIL_URL=mailing.url))
    me = factories.staff("Karin Holm", online=False)
    who, _number = promised(me)
    late(who)
    with unit_of_work() as unit:
        unit.session.get_one(StaffMember, me.id).notify = {Notice.DUE: [Way.MAIL]}
    assert reminding.run() == 0 and not mailing.letters, "no hours, so nobody is rung"
    with unit_of_work() as unit:
        unit.session.add_all(TeamHours(day=day, opens=time(0), closes=time(0)) for day in range(7))
        counter.bump(counter.CONTENT)
    db.session.remove()
    assert (reminding.run(), reminding.run()) == (1, 0)
    [letter] = mailing.letters
    assert "Mitt brev" not in letter.text and "account" in letter.text
