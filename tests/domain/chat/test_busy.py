"""Enough for now: nothing new is offered, what is theirs stays theirs, and they count as being there."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from app.core import clock, db
from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.chat import handing, presence, queries, queue
from app.domain.chat.models import Presence
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Availability, Status
from app.domain.chat.wait import UNKNOWN
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def goes(actor: StaffActor, where: Availability) -> None:
    with unit_of_work():
        presence.go(db.session.get_one(StaffMember, actor.id), where)


def test_it_works() -> None:
    karin = factories.staff("Karin Nog")
    who, _ = factories.claimed(karin)
    goes(karin, Availability.BUSY)
    assert queries.visitor_view(who).status is Status.ACTIVE, "hers stays hers"
    assert presence.online() == [] and presence.capacity() == (0, 0), "nothing new is offered"
    assert queue.is_open() and queue.door().open, "and the house is not empty"
    assert queue.door().wait == UNKNOWN, "an honest wait: nobody takes anybody on just now"
    assert presence.anybody_since(clock.minutes(0))


def test_colleagues_see_it_and_the_load() -> None:
    karin, per = factories.staff("Karin Nog"), factories.staff("Per Ledig")
    factories.staff("Siri Borta", online=False)
    factories.claimed(karin)
    factories.claimed(karin)
    goes(karin, Availability.BUSY)
    assert [(one.name, one.busy, one.load, one.limit) for one in presence.here()] == [
        ("Karin Nog", True, 2, 3),
        ("Per Ledig", False, 0, 3),
    ]
    assert [one.id for one in presence.at_desk()] == [karin.id, per.id]


def test_nothing_is_handed_to_them_and_they_may_take_by_themselves() -> None:
    karin, per = factories.staff("Karin Nog"), factories.staff("Per Ger")
    goes(karin, Availability.BUSY)
    who, number = factories.claimed(per)
    public_id = db.session.get_one(StaffMember, karin.id).public_id
    with pytest.raises(Conflict, match="colleague_not_there"), unit_of_work():
        handing.to_person(per, who.public_id, number, public_id)
    waiting = factories.visitor()
    with unit_of_work():
        assert queue.take_next(karin) == waiting.public_id


def test_a_machine_that_sleeps_is_away_when_it_wakes() -> None:
    karin = factories.staff("Karin Nog")
    factories.claimed(karin)
    goes(karin, Availability.BUSY)
    with unit_of_work() as unit:
        past = db.database_now() - clock.minutes(1)
        unit.session.execute(update(Presence).values(lease_until=past))
    with unit_of_work():
        assert presence.sweep() == 1
    assert presence.here() == [] and presence.at_desk() == []
    with unit_of_work():
        presence.beat(karin.id)
    assert presence.of(karin.id) is Availability.AWAY
