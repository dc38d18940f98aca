"""The coordinator's view: loads, today's curve, stepping in with everybody told, reading along written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock, db
from app.core.errors import Conflict, DomainError, Forbidden, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts import sessions
from app.domain.accounts.models import AuditEntry, StaffMember, StaffSession
from app.domain.accounts.terms import Role
from app.domain.chat import beside, desk, guests, overview, presence, pulls, queries, reading_along, services
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import Availability
from tests import factories

pytestmark = pytest.mark.usefixtures("sqlite_database")


def member(actor: StaffActor) -> StaffMember:
    return db.session.get_one(StaffMember, actor.id)


def boss() -> StaffActor:
    return factories.staff("Eva Ek", Role.COORDINATOR)


def audited() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def holder(who: Visitor) -> int | None:
    db.session.rollback()
    return db.session.get_one(Conversation, who.conversation_id).assignee_id


def test_it_works() -> None:
    eva, karin = boss(), factories.staff("Karin Holm")
    factories.staff("Borta", online=False)
    who, number = factories.claimed(karin, text="Mitt BankID")
    loads = {one.name: (one.load, one.limit, one.since is not None) for one in overview.working()}
    assert loads == {"Eva Ek": (0, 3, True), "Karin Holm": (1, 3, True)}
    [row] = overview.held()
    assert (row.holder, row.waits_since is not None) == ("Karin Holm", True)
    with unit_of_work():
        desk.post(karin, who.public_id, number, "Hej", "k-1")
    assert overview.held()[0].waits_since is None
    with unit_of_work():
        overview.take_over(member(eva), who.public_id, number)
    assert holder(who) == eva.id and audited() == ["conversation.moved"]
    with pytest.raises(Conflict) as refusal, unit_of_work():
        desk.post(karin, who.public_id, number, "Jag är kvar", "k-2")
    assert (refusal.value.code, refusal.value.data["name"]) == ("claim_moved", "Eva Ek")


def test_reassigned_to_a_colleague_who_is_asked_to_say_yes() -> None:
    eva, karin, per = boss(), factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, number = factories.claimed(karin)
    with pytest.raises(Forbidden), unit_of_work():
        overview.reassign(member(karin), who.public_id, number, member(per).public_id)
    with unit_of_work():
        overview.reassign(member(eva), who.public_id, number, member(per).public_id)
    row = db.session.get_one(Conversation, who.conversation_id)
    assert (row.assignee_id, row.handed_by_id, row.handed_at is not None) == (per.id, eva.id, True)
    with pytest.raises(Conflict) as refusal, unit_of_work():
        overview.reassign(member(eva), who.public_id, number, member(karin).public_id)
    assert refusal.value.code == "promise_moved", "drawn before it moved"


def test_reading_along_is_seen_and_written_down_and_ends() -> None:
    eva, karin, per = boss(), factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, _number = factories.claimed(karin, text="Hemligt")
    for nosy in (eva, per):
        with pytest.raises(NotFound):
            pulls.row_for(nosy, who.public_id)
    with pytest.raises(DomainError), unit_of_work():
        reading_along.begin(member(per), who.public_id)
    with unit_of_work():
        reading_along.begin(member(eva), who.public_id)
    assert [line.text for line in pulls.messages_after(eva, pulls.row_for(eva, who.public_id)) if line.text] == [
        "Hemligt"
    ]
    assert [(one.name, str(one.way)) for one in beside.everybody(who.conversation_id)] == [("Eva Ek", "reader")]
    assert audited() == ["conversation.read_along"]
    with pytest.raises(DomainError), unit_of_work():
        guests.post(eva, who.public_id, "Hallå", "k-1")
    with unit_of_work():
        guests.leave(eva, who.public_id)
    with pytest.raises(NotFound):
        pulls.row_for(eva, who.public_id)


def test_nobody_reads_along_in_what_is_erased() -> None:
    eva, karin = boss(), factories.staff("Karin Holm")
    who, _number = factories.claimed(karin)
    with unit_of_work():
        reading_along.begin(member(eva), who.public_id)
    with unit_of_work():
        services.erase(who)
    with pytest.raises(NotFound):
        pulls.row_for(eva, who.public_id)
    with pytest.raises(NotFound), unit_of_work():
        reading_along.begin(member(eva), who.public_id)


def test_a_colleague_is_logged_out_and_their_visitors_wait_for_nobody() -> None:
    eva, karin = boss(), factories.staff("Karin Holm")
    who, number = factories.claimed(karin)
    promised, other = factories.claimed(karin)
    with unit_of_work():
        desk.promise(karin, promised.public_id, other)
        sessions.begin(member(karin))
    with unit_of_work():
        assert overview.end_sessions(member(eva), member(karin)) == 1
    assert [row.public_id for row in queries.queue()] == [who.public_id] and queries.queue()[0].returned
    assert holder(promised) == karin.id, "what they promised stays theirs"
    assert presence.of(karin.id) is Availability.OFFLINE
    assert db.session.scalars(select(StaffSession.revoked_at)).one() is not None
    assert audited()[-1] == "staff.sessions_ended"
    with pytest.raises(Conflict), unit_of_work():
        desk.post(karin, who.public_id, number, "Jag är kvar", "k-1")
    with pytest.raises(Conflict), unit_of_work():
        overview.end_sessions(member(eva), member(eva))


def test_the_curve_counts_today_and_keeps_counting_what_is_erased() -> None:
    karin = factories.staff("Karin Holm")
    _, left, erased = factories.claimed(karin), factories.visitor("går"), factories.visitor("raderas")
    yesterday = factories.visitor("i går")
    with unit_of_work():
        services.close(left)
        services.erase(erased)
    with unit_of_work() as unit:
        long_ago = clock.now() - timedelta(days=2)
        here = Conversation.id == yesterday.conversation_id
        unit.session.execute(update(Conversation).where(here).values(created_at=long_ago, closed_at=long_ago))
    slots = overview.curve()
    assert (sum(one.asked for one in slots), sum(one.answered for one in slots), sum(one.left for one in slots)) == (
        3,
        1,
        2,
    )
