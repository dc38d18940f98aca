"""Abuse: a warning that is counted, a block that holds for a time, and nothing of it kept longer."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from app.core import clock, db
from app.core.errors import Conflict, DomainError, Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.chat import blocks, conduct, queries, services
from app.domain.chat.models import ChatBlock, Conversation
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Activity, Status
from app.domain.insights.models import Inquiry
from app.domain.insights.services import Closing, close_conversation, register_abandoned
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
HERE, THERE = "here" * 8, "elsewhere"


def said(who: Visitor) -> list[str | None]:
    return [line.activity for line in queries.messages_after(who, queries.conversation_for(who, who.public_id))]


def blocked(network: bool = False, hours: int = 1) -> Visitor:
    me = factories.staff("Karin Holm")
    who, number = factories.claimed(me, network=HERE)
    with unit_of_work():
        conduct.block(me, who.public_id, number, hours, network)
    return who


def test_it_works() -> None:
    me = factories.staff("Karin Holm")
    who, number = factories.claimed(me, network=HERE)
    for already in (0, 0, 1):  # the second is the same press twice
        with unit_of_work():
            conduct.warn(me, who.public_id, number, already)
    assert said(who).count(Activity.WARNED) == 2
    with unit_of_work():
        conduct.block(me, who.public_id, number, 24, network=False)
    view = queries.visitor_view(who)
    assert (view.status, view.closed_by, said(who)[-1]) == (Status.CLOSED, "blocked", Activity.BLOCKED)
    with pytest.raises(Forbidden) as refusal:
        blocks.refuse(who, [])
    left = refusal.value.data["until"] - clock.now()  # type: ignore[operator]
    assert clock.minutes(23 * 60) < left <= clock.minutes(24 * 60)
    blocks.refuse(None, [HERE])
    blocks.refuse(factories.visitor(), [])
    actions = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["conversation.warned", "conversation.warned", "conversation.blocked"]
    assert [row.public_id for row in queries.mine(me.id)] == [who.public_id], "how it ended is still to be said"
    with unit_of_work():
        close_conversation(me, who.public_id, number, Closing("spam"))
    assert queries.mine(me.id) == []


def test_a_network_only_where_it_was_chosen() -> None:
    blocked(network=True)
    for known in ([HERE], [THERE, HERE]):
        with pytest.raises(Forbidden, match="blocked"):
            blocks.refuse(None, known)
    blocks.refuse(None, [THERE, ""])


def test_leaving_and_erasing_do_not_lift_it() -> None:
    """What a new cookie cannot avoid: the conversation stays shut, and the network block holds."""
    who = blocked(network=True)
    with pytest.raises(Forbidden, match="blocked_here"), unit_of_work():
        services.reopen(who)
    with unit_of_work():
        services.leave(who)
    with pytest.raises(Forbidden):
        blocks.refuse(None, [HERE])
    with unit_of_work():
        services.erase(who)
    with pytest.raises(Forbidden):
        blocks.refuse(None, [HERE])


def test_it_ends_by_itself_or_by_a_coordinator() -> None:
    first, second = blocked(), blocked(network=True)
    with unit_of_work() as unit:
        unit.session.execute(
            update(ChatBlock)
            .where(ChatBlock.conversation_id == first.conversation_id)
            .values(until=db.database_now() - clock.minutes(1))
        )
    blocks.refuse(first, [])
    (listed,) = blocks.in_force()
    assert (listed.by, listed.network) == ("Karin Holm", True)
    plain = db.session.get_one(StaffMember, factories.staff(role=Role.EDITOR).id)
    with pytest.raises(Forbidden, match="role_needed"), unit_of_work():
        blocks.lift(plain, listed.public_id)
    with unit_of_work():
        blocks.lift(Operator(), listed.public_id)
    blocks.refuse(second, [HERE])
    assert blocks.in_force() == []


def test_nothing_of_it_is_kept() -> None:
    who, fresh = blocked(network=True), factories.visitor(network=HERE)
    with unit_of_work() as unit:
        unit.session.execute(update(ChatBlock).values(until=db.database_now() - clock.minutes(1)))
        unit.session.execute(
            update(Conversation)
            .where(Conversation.id == who.conversation_id)
            .values(created_at=clock.now() - clock.minutes(25 * 60))
        )
    assert blocks.anything_to_forget()
    with unit_of_work():
        assert blocks.forget() == 2
    networks = {row.id: row.network for row in db.session.execute(select(Conversation.id, Conversation.network))}
    assert networks == {who.conversation_id: "", fresh.conversation_id: HERE} and not blocks.anything_to_forget()


@pytest.mark.parametrize("verb", ["warn", "block"])
def test_only_whoever_holds_it(verb: str) -> None:
    holder, other = factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, number = factories.claimed(holder)
    more = (0,) if verb == "warn" else (1, False)
    for actor, claim in ((other, number), (holder, number + 1)):
        with pytest.raises(DomainError) as refusal, unit_of_work():
            getattr(conduct, verb)(actor, who.public_id, claim, *more)
        assert refusal.value.code == "claim_moved" and not said(who).count(verb)
    with unit_of_work():
        services.close(who)
    with pytest.raises(Conflict, match="conversation_closed"), unit_of_work():
        getattr(conduct, verb)(holder, who.public_id, number, *more)


def test_for_a_time_that_is_offered() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with pytest.raises(Invalid, match="hours_missing"), unit_of_work():
        conduct.block(me, who.public_id, number, 1000, network=False)
    assert queries.visitor_view(who).status is Status.ACTIVE


def test_erased_before_anybody_registered_it() -> None:
    who = blocked()
    with unit_of_work():
        services.erase(who)
    with unit_of_work():
        assert register_abandoned() == 1
    assert db.session.scalars(select(Inquiry.outcome)).all() == ["spam"]
