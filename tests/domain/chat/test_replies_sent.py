"""A reply in a conversation: sent once, said for ever as it was sent, with the facts of that moment; gone with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core.db import session
from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Shown
from app.domain.chat import pulls, replies, services
from app.domain.chat.models import Message
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.replies import queries, sent
from app.domain.replies.models import PreparedReply
from tests import factories
from tests.domain.replies.test_replies import add, change, member


def send(actor: StaffActor, who: Visitor, number: int, reply: str, key: str = "k-1", seen: int = 0) -> int:
    with unit_of_work():
        return replies.send_reply(actor, who.public_id, number, reply, seen, key).seq


def held(**more: object) -> tuple[StaffMember, StaffActor, Visitor, int]:
    karin = factories.staff("Karin Berg")
    who, number = factories.claimed(karin, **more)
    found = session.get(StaffMember, karin.id)
    assert found is not None
    return found, karin, who, number


def last(who: Visitor) -> pulls.MessageView:
    return pulls.messages_after(who, pulls.own_row(who))[-1]


def test_it_works(database: None) -> None:
    karin, actor, who, number = held(first_name="Amina")
    reply = add(karin)
    seq = send(actor, who, number, reply)
    line = last(who)
    assert line.seq == seq and line.card == ("reply", reply, 1)
    assert line.data == {"first_name": "Amina", "area": "", "my_name": "Karin"}
    assert send(actor, who, number, reply) == seq, "the same key again is the first answer"
    assert queries.one(karin, reply).used == 1


def test_the_log_says_what_was_said(database: None) -> None:
    karin, actor, who, number = held()
    reply = add(karin)
    send(actor, who, number, reply)
    change(karin, reply, texts={"en": ("Hello", "Good day.")})
    send(actor, who, number, reply, "k-2")
    first, second = (sent.said(reply, revision) for revision in (1, 2))
    assert first and second and first.texts["en"] == "Hello {first_name}!" and second.texts["en"] == "Good day."


def test_what_changed_since_it_was_read_is_not_sent(database: None) -> None:
    karin, actor, who, number = held()
    reply = add(karin)
    change(karin, reply, texts={"sv": ("Hälsning", "Annat.")})
    with pytest.raises(Conflict, match="reply_changed"):
        send(actor, who, number, reply, seen=1)
    assert send(actor, who, number, reply, seen=2)


def test_only_ones_own_and_everybodys(database: None) -> None:
    _karin, actor, who, number = held()
    with pytest.raises(Conflict, match="reply_not_found"):
        send(actor, who, number, add(member()))
    with pytest.raises(Conflict, match="reply_not_found"):
        send(actor, who, number, "no-such-reply")


def test_a_stale_claim_sends_nothing(database: None) -> None:
    karin, actor, who, number = held()
    reply = add(karin)
    with pytest.raises(Conflict):
        send(actor, who, number + 1, reply)
    assert queries.one(karin, reply).used == 0


def test_somebody_who_is_only_the_library_gives_no_name(database: None) -> None:
    karin, actor, who, number = held()
    reply = add(karin)
    with unit_of_work():
        found = session.get(StaffMember, actor.id)
        assert found is not None
        found.shown = Shown.LIBRARY
    send(actor, who, number, reply)
    assert "my_name" not in (last(who).data or {})


def test_erased_with_the_conversation(database: None) -> None:
    karin, actor, who, number = held(first_name="Amina")
    send(actor, who, number, add(karin))
    with unit_of_work():
        services.erase(who)
    assert session.execute(select(Message.card_data)).all() == []
    assert session.execute(select(PreparedReply)).all(), "the reply itself is ours"
