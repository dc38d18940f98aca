"""A colleague brought in: reads and writes, by their own name; only the holder closes, hands over, blocks; leaves again."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import func, select, update

from app.core import clock, db
from app.core.db import session
from app.core.errors import Conflict, DomainError, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import beside, conduct, desk, guests, handing, pulls, queries, replies, services, writing
from app.domain.chat.events import ConversationMoved
from app.domain.chat.models import Conversation, ConversationGuest, Presence
from app.domain.chat.permissions import BESIDE, Action, StaffActor, Visitor, may
from app.domain.chat.terms import Activity, CardKind, Kind, Status, Way
from tests import factories
from tests.domain.chat.hearing import hearing

pytestmark = pytest.mark.usefixtures("database")


def public_id(actor: StaffActor) -> str:
    return session.get_one(StaffMember, actor.id).public_id


def lines(actor: StaffActor | Visitor, who: Visitor) -> list[tuple[str, str, str]]:
    """(kind or activity, whose, words), as this one reads them."""
    found = pulls.messages_after(actor, queries.conversation_for(actor, who.public_id))
    return [(str(line.activity or line.kind), line.staff_name, line.text) for line in found]


class Three:
    """Karin holds it, Bo is asked in, Per has nothing to do with it."""

    def __init__(self) -> None:
        self.karin, self.bo, self.per = (factories.staff(name) for name in ("Karin Holm", "Bo Ek", "Per Lund"))
        self.who, self.claim = factories.claimed(self.karin)
        self.talk = self.who.public_id
        self.ask()

    def ask(self) -> None:
        with unit_of_work():
            guests.invite(self.karin, self.talk, self.claim, public_id(self.bo))

    def join(self) -> None:
        with unit_of_work():
            guests.join(self.bo, self.talk)


def test_it_works() -> None:
    three = Three()
    assert pulls.row_for(three.bo, three.talk).public_id == three.talk, "who is asked reads it at once"
    assert [(one.joined, one.holder) for one in beside.mine(three.bo.id)] == [(False, "Karin Holm")]
    assert writing.name_for(three.bo.id, three.talk) is None, "nor does the visitor know of them yet"
    three.join()
    three.join()
    with unit_of_work():
        guests.post(three.bo, three.talk, "Hej, jag är Bo", "b1")
    with unit_of_work():
        guests.note(three.bo, three.talk, "She has paid already", "b2")
    read = lines(three.who, three.who)
    assert read[-2:] == [(Activity.JOINED, "Bo", ""), (Kind.TEXT, "Bo", "Hej, jag är Bo")]
    assert lines(three.karin, three.who)[-1] == (Kind.NOTE, "Bo Ek", "She has paid already")
    assert writing.name_for(three.bo.id, three.talk) == "Bo"
    with unit_of_work():
        guests.leave(three.bo, three.talk)
    assert lines(three.who, three.who)[-1] == (Activity.GUEST_LEFT, "Bo", "")
    with pytest.raises(NotFound):
        pulls.row_for(three.bo, three.talk)
    with pytest.raises(Conflict, match="guest_over"), unit_of_work():
        guests.post(three.bo, three.talk, "one more", "b3")
    assert beside.mine(three.bo.id) == []


def test_first_words_come_in_and_a_resend_changes_nothing() -> None:
    three = Three()
    for _ in range(2):
        with unit_of_work():
            posted = guests.post(three.bo, three.talk, "Hej", "b1")
    assert posted.repeated and [one[0] for one in lines(three.who, three.who)][-2:] == [Activity.JOINED, Kind.TEXT]


def test_cards_are_a_guests_too_once_they_are_in() -> None:
    three = Three()
    card = (CardKind.GUIDE, "eid-locked-se", 1)
    with pytest.raises(DomainError), unit_of_work():
        desk.send_card(three.bo, three.talk, three.claim, *card, "c1")
    three.join()
    with unit_of_work():
        desk.send_card(three.bo, three.talk, -1, *card, "c2")
    assert lines(three.who, three.who)[-1] == (Kind.CARD, "Bo", "")
    with pytest.raises(DomainError), unit_of_work():
        desk.send_card(three.per, three.talk, three.claim, *card, "c3")


def test_only_the_holder_ends_hands_over_and_blocks() -> None:
    three = Three()
    three.join()
    talk, claim, bo = three.talk, three.claim, three.bo
    tries = (
        lambda: desk.close(bo, talk, claim, "answered"),
        lambda: desk.give_back(bo, talk, claim),
        lambda: desk.promise(bo, talk, claim),
        lambda: replies.send_summary(bo, talk, claim, replies.Summary("as if I held it"), "s"),
        lambda: desk.post(bo, talk, claim, "as if I held it", "x"),
        lambda: handing.to_person(bo, talk, claim, public_id(three.per)),
        lambda: conduct.warn(bo, talk, claim, 0),
        lambda: conduct.block(bo, talk, claim, 1, False),
        lambda: guests.invite(bo, talk, claim, public_id(three.per)),
        lambda: guests.end(bo, talk, claim, public_id(bo)),
        lambda: guests.join(three.per, talk),
        lambda: guests.note(three.per, talk, "x", "x1"),
    )
    for verb in tries:
        with pytest.raises(DomainError), unit_of_work():
            verb()
    assert queries.visitor_view(three.who).staff_name == "Karin"


def test_what_each_may_stands_in_one_table() -> None:
    """Whoever is beside it may what the table says, while it is open; and nothing of what only its holder may."""
    three = Three()
    found = session.get_one(Conversation, three.who.conversation_id)
    for way, action in product(Way, Action):
        if action not in (Action.CLAIM, Action.READ_ALONG):
            assert may(three.bo, action, found, way) == (action in BESIDE[way]), (way, action)
    assert not may(three.bo, Action.READ_ALONG, found)
    assert may(factories.staff("Boss", Role.COORDINATOR), Action.READ_ALONG, found)
    with unit_of_work():
        services.close(three.who)
    session.expire_all()
    assert not any(may(three.bo, action, found, way) for way, action in product(Way, Action))


def test_declined_then_asked_again_then_sent_away() -> None:
    three = Three()
    with unit_of_work():
        guests.leave(three.bo, three.talk)
    here = beside.everybody(three.who.conversation_id)
    assert [(one.name, one.joined, one.declined) for one in here] == [("Bo Ek", False, True)]
    assert [one[0] for one in lines(three.who, three.who)][-1] == Activity.CLAIMED, "the visitor never heard of it"
    three.ask()
    three.join()
    with unit_of_work():
        guests.end(three.karin, three.talk, three.claim, public_id(three.bo))
    assert lines(three.who, three.who)[-1][0] == Activity.GUEST_LEFT
    assert beside.everybody(three.who.conversation_id) == []


def test_pokes_reach_whoever_is_beside_and_once_whoever_went() -> None:
    three = Three()
    three.join()
    with hearing() as heard:
        with unit_of_work():
            services.post(three.who, "Tack", "v1")
        with unit_of_work():
            guests.leave(three.bo, three.talk)
        with unit_of_work():
            services.post(three.who, "Hej då", "v2")
    bo, moved = public_id(three.bo), [one for one in heard if isinstance(one, ConversationMoved)]
    assert [bo in one.beside for one in moved] == [True, False, True, False]
    assert {one.staff for one in moved} == {public_id(three.karin)}


def test_who_falls_asleep_has_left() -> None:
    three = Three()
    three.join()
    assert guests.run() == 0
    with unit_of_work() as unit:
        past = db.database_now() - clock.minutes(1)
        unit.session.execute(update(Presence).where(Presence.staff_id == three.bo.id).values(lease_until=past))
    assert (guests.run(), guests.run()) == (1, 0)
    with pytest.raises(Conflict, match="guest_over"), unit_of_work():
        guests.post(three.bo, three.talk, "from a machine that woke", "b9")


def test_it_can_become_theirs() -> None:
    """Handed to them, or claimed when its holder let go: nobody stands beside themselves."""
    three = Three()
    three.join()
    with unit_of_work():
        handing.to_person(three.karin, three.talk, three.claim, public_id(three.bo))
    assert beside.mine(three.bo.id) == [] and [one.public_id for one in queries.mine(three.bo.id)] == [three.talk]
    claim = session.get_one(Conversation, three.who.conversation_id).claim
    with unit_of_work():
        guests.invite(three.bo, three.talk, claim, public_id(three.karin))
    with unit_of_work():
        desk.give_back(three.bo, three.talk, claim)
    with pytest.raises(NotFound), unit_of_work():
        guests.post(three.karin, three.talk, "nobody holds it", "k1")
    with unit_of_work():
        desk.claim(three.karin, three.talk)
    assert beside.mine(three.karin.id) == []


@pytest.mark.parametrize("end", ["close", "erase"])
def test_over_with_the_conversation(end: str) -> None:
    three = Three()
    three.join()
    with unit_of_work():
        getattr(services, end)(three.who)
    session.expire_all()
    assert beside.mine(three.bo.id) == [] and beside.public_ids(three.who.conversation_id) == ()
    with pytest.raises(NotFound):
        pulls.row_for(three.bo, three.talk)
    rows = session.execute(select(func.count()).select_from(ConversationGuest)).scalar_one()
    assert rows == (1 if end == "close" else 0)
    if end == "close":
        with unit_of_work():
            services.reopen(three.who)
        assert session.get_one(Conversation, three.who.conversation_id).status == Status.QUEUED
