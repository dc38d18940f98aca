"""Who is told of somebody who waits: every combination of skill, language and who is online; and everybody, once, later."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.models import Skill, StaffMember, StaffSkill
from app.domain.chat import desk, telling
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.telling import Member, Wanted
from tests import factories
from tests.domain.chat.hearing import hearing

FEES = 7
SPEAKS = (frozenset[str](), frozenset({"sv"}), frozenset({"ar"}))
KINDS = [Member(0, speaks, can) for speaks, can in product(SPEAKS, (frozenset[int](), frozenset({FEES})))]
# Every team of up to three, of every kind each.
TEAMS = [
    [Member(place, one.languages, one.skills) for place, one in enumerate(some)]
    for size in range(4)
    for some in product(KINDS, repeat=size)
]


def slowly(wanted: Wanted, team: list[Member]) -> set[int]:
    """The same, said as the rule reads: points, and whoever has the most."""

    def points(one: Member) -> int:
        can = wanted.skill is not None and wanted.skill in one.skills
        return 2 * can + (not one.languages or wanted.locale in one.languages)

    best = max(map(points, team), default=0)
    return {one.id for one in team if points(one) == best}


@pytest.mark.parametrize("skill", [None, FEES])
def test_it_works(skill: int | None) -> None:
    for team in TEAMS:
        wanted, everybody = Wanted("ar", skill), {one.id for one in team}
        first = telling.first(wanted, team)
        assert first == slowly(wanted, team), team
        assert bool(first) == bool(team), "never a dead end"
        assert telling.told(wanted, team) == first
        assert telling.told(Wanted("ar", skill, narrow=False), team) == everybody
        moment = clock.now()
        until = telling.until(wanted, team, moment, 40)
        assert until == (None if first == everybody else moment + timedelta(seconds=40))
        assert telling.until(wanted, team, moment, 0) is None


def speaks(actor: StaffActor, *languages: str) -> StaffActor:
    with unit_of_work() as unit:
        unit.session.get_one(StaffMember, actor.id).languages = list(languages)
    return actor


def row(who: Visitor) -> Conversation:
    session.expire_all()
    return session.get_one(Conversation, who.conversation_id)


def let_pass(who: Visitor) -> None:
    with unit_of_work():
        row(who).wide_at = clock.now() - timedelta(seconds=1)


@pytest.mark.usefixtures("database")
def test_everybody_is_told_once() -> None:
    speaks(factories.staff("Amal"), "ar")
    speaks(factories.staff("Karin"), "sv")
    who = factories.visitor("مرحبا", "ar")
    assert row(who).wide_at is not None and telling.run() == 0
    let_pass(who)
    with hearing() as heard:
        assert (telling.run(), telling.run()) == (1, 0)
    assert [one for one in heard if isinstance(one, QueueMoved)] == [QueueMoved(arrived=True)]
    assert row(who).wide_at is None


@pytest.mark.usefixtures("database")
def test_anybody_claims_it_meanwhile_and_then_nobody_is_told() -> None:
    speaks(factories.staff("Amal"), "ar")
    other = speaks(factories.staff("Karin"), "sv")
    who = factories.visitor("مرحبا", "ar")
    with unit_of_work():
        desk.claim(other, who.public_id)
    let_pass(who)
    with hearing() as heard:
        assert telling.run() == 1
    assert heard == []


@pytest.mark.usefixtures("database")
def test_where_nobody_online_fits_better_everybody_is_told_at_once() -> None:
    speaks(factories.staff("Amal", online=False), "ar")
    speaks(factories.staff("Karin"), "sv")
    assert row(factories.visitor("مرحبا", "ar")).wide_at is None
    assert row(factories.visitor("Hej", "sv")).wide_at is None


@pytest.mark.usefixtures("database")
def test_a_skill_that_was_put_away_is_nobodys() -> None:
    me = factories.staff()
    with unit_of_work() as unit:
        made = Skill(names={"en": "Fees"}, archived_at=clock.now())
        unit.session.add(made)
        unit.session.flush()
        unit.session.add(StaffSkill(staff_id=me.id, skill_id=made.id))
    assert [one.skills for one in telling.members()] == [frozenset()]
