"""A question that asks for a skill by itself: from its matter; as a colleague says otherwise; and never a dead end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict, Forbidden
from app.core.unit import unit_of_work
from app.domain.accounts import skills
from app.domain.accounts.models import Skill, StaffMember, StaffSkill
from app.domain.accounts.permissions import Operator
from app.domain.chat import asking_for, desk, rules, telling
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.guides.models import Matter, Topic
from tests import factories
from tests.domain.chat.hearing import hearing

pytestmark = pytest.mark.usefixtures("sqlite_database")


def matter(code: str) -> str:
    with unit_of_work() as unit:
        topic = unit.session.scalars(select(Topic)).first() or Topic(slug="money", icon="money")
        unit.session.add(Matter(code=code, topic=topic))
    return code


def skill(name: str, *codes: str) -> str:
    with unit_of_work():
        made = skills.add(Operator(), {"en": name})
        asking_for.choose(Operator(), made.public_id, codes)
        return made.public_id


def can(actor: StaffActor, public_id: str) -> StaffActor:
    with unit_of_work() as unit:
        unit.session.add(StaffSkill(staff_id=actor.id, skill_id=skills.one(public_id).id))
    return actor


def row(who: Visitor) -> Conversation:
    session.expire_all()
    return session.get_one(Conversation, who.conversation_id)


def asks_for(who: Visitor) -> str | None:
    asked = row(who).skill_id
    return session.get_one(Skill, asked).public_id if asked else None


def test_it_works() -> None:
    fees = skill("Fees", matter("a-fine"), matter("a-bill"))
    factories.staff("Karin")
    olle = can(factories.staff("Olle"), fees)
    who = factories.visitor(matter="a-fine")
    assert asks_for(who) == fees
    told = telling.first(telling.Wanted("sv", row(who).skill_id), telling.members())
    assert told == {olle.id}
    until = row(who).wide_at
    assert until is not None and until <= clock.now() + clock.minutes(rules.now().skill_first / 60)
    assert asks_for(factories.visitor()) is None
    left = factories.visitor(matter="a-bill", team_open=False)
    assert asks_for(left) == fees and row(left).wide_at is None


def test_where_nobody_online_has_it_everybody_is_told_at_once() -> None:
    fees = skill("Fees", matter("a-fine"))
    karin = factories.staff("Karin")
    can(factories.staff("Olle", online=False), fees)
    who = factories.visitor(matter="a-fine")
    assert asks_for(who) == fees and row(who).wide_at is None
    with unit_of_work():
        assert desk.claim(karin, who.public_id)


def test_of_two_skills_the_one_that_somebody_here_has() -> None:
    matter("a-fine")
    first, second = skill("Fees", "a-fine"), skill("Law", "a-fine")
    assert asks_for(factories.visitor(matter="a-fine")) == first
    can(factories.staff("Olle"), second)
    assert asks_for(factories.visitor(matter="a-fine")) == second
    with unit_of_work():
        skills.put_away(Operator(), second)
        skills.put_away(Operator(), first)
    assert asks_for(factories.visitor(matter="a-fine")) is None


def test_a_colleague_says_otherwise() -> None:
    fees = skill("Fees", matter("a-fine"))
    karin, olle = factories.staff("Karin"), can(factories.staff("Olle"), fees)
    who = factories.visitor()
    with hearing() as heard, unit_of_work():
        asking_for.change(karin, who.public_id, fees)
    assert QueueMoved(arrived=True) in heard
    assert asks_for(who) == fees
    assert row(who).wide_at is None, "everybody but Karin, who knows, is Olle"
    per = factories.staff("Per")
    with unit_of_work():
        asking_for.change(karin, who.public_id, "")
        asking_for.change(karin, who.public_id, fees)
    assert row(who).wide_at is not None
    assert telling.told(telling.Wanted("sv", row(who).skill_id), telling.members()) == {olle.id}
    with unit_of_work():
        asking_for.change(per, who.public_id, "")
    assert (asks_for(who), row(who).wide_at) == (None, None)
    with pytest.raises(Conflict) as gone, unit_of_work():
        asking_for.change(karin, who.public_id, "nothing-of-ours")
    assert gone.value.code == "skill_gone"
    with unit_of_work():
        desk.claim(olle, who.public_id)
    with pytest.raises(Conflict) as taken, unit_of_work():
        asking_for.change(karin, who.public_id, fees)
    assert taken.value.code == "claimed_by_other"


def test_only_coordinators_choose_its_matters() -> None:
    fees = skill("Fees", matter("a-fine"))
    karin = session.get_one(StaffMember, factories.staff("Karin").id)
    with pytest.raises(Forbidden), unit_of_work():
        asking_for.choose(karin, fees, [])
    assert asking_for.matters_of(skills.one(fees)) == {"a-fine"}
