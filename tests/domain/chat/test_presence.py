"""Presence: a lease that runs out gives conversations back, and tells the visitor."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from app.core import clock, db
from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.chat import handing, presence, queries
from app.domain.chat.models import Presence
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Activity, Availability, Status
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def fall_asleep(actor: StaffActor) -> None:
    with unit_of_work() as unit:
        past = db.database_now() - clock.minutes(1)
        unit.session.execute(update(Presence).where(Presence.staff_id == actor.id).values(lease_until=past))


def test_it_works() -> None:
    me = factories.staff("Karin Holm")
    who, _ = factories.claimed(me)
    fall_asleep(me)
    with unit_of_work():
        assert presence.sweep() == 1
    view = queries.visitor_view(who)
    assert (view.status, view.place) == (Status.QUEUED, 1)
    conversation = queries.conversation_for(who, who.public_id)
    assert queries.messages_after(who, conversation)[-1].activity == Activity.LEASE_LOST


def test_a_living_lease_keeps_everything() -> None:
    me = factories.staff()
    who, _ = factories.claimed(me)
    with unit_of_work():
        assert presence.sweep() == 0
    assert queries.visitor_view(who).status is Status.ACTIVE


def test_a_beat_renews() -> None:
    me = factories.staff()
    fall_asleep(me)
    assert presence.of(me.id) is Availability.OFFLINE
    with unit_of_work():
        presence.beat(me.id)
    assert presence.of(me.id) is Availability.AWAY


def test_capacity_counts_only_people_who_are_there() -> None:
    assert presence.capacity() == (0, 0)
    me = factories.staff()
    factories.staff(online=False)
    assert presence.capacity() == (3, 3)
    factories.claimed(me)
    assert presence.capacity() == (3, 2)
    fall_asleep(me)
    assert presence.capacity() == (0, 0)


def test_nobody_is_given_to_a_colleague_who_fell_asleep() -> None:
    me, asleep = factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, number = factories.claimed(me)
    fall_asleep(asleep)
    colleague = db.session.get_one(StaffMember, asleep.id).public_id
    with pytest.raises(Conflict, match="colleague_not_there"), unit_of_work():
        handing.to_person(me, who.public_id, number, colleague)
    assert queries.visitor_view(who).staff_name == "Karin"


def test_asleep_gives_back_before_all_new_ones_with_their_places_kept() -> None:
    me = factories.staff()
    early, _ = factories.claimed(me, text="early")
    late, _ = factories.claimed(me, text="late")
    new = factories.visitor("new")
    fall_asleep(me)
    with unit_of_work():
        assert presence.sweep() == 2
    with unit_of_work():
        assert presence.sweep() == 0
    assert [row.public_id for row in queries.queue()] == [early.public_id, late.public_id, new.public_id]
    assert [queries.visitor_view(who).place for who in (early, late, new)] == [1, 2, 3]
