"""Erasing: on the visitor's wish, when time is up, after a restore; and nothing of it left in the files."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock, db
from app.core.unit import unit_of_work
from app.domain.chat import desk, queries, retention, services
from app.domain.chat.models import Conversation, Message, Tombstone
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def rows(public_id: str) -> int:
    query = select(Message.id).join(Conversation).where(Conversation.public_id == public_id)
    return len(db.session.execute(query).all())


def expire(public_id: str) -> None:
    with unit_of_work() as unit:
        past = clock.now() - timedelta(seconds=1)
        unit.session.execute(update(Conversation).where(Conversation.public_id == public_id).values(expires_at=past))


def days_left(public_id: str) -> int | None:
    query = select(Conversation.expires_at).where(Conversation.public_id == public_id)
    found = db.session.execute(query).scalar()
    return round((found - clock.now()) / timedelta(days=1)) if found else None


def test_it_works() -> None:
    factories.noise()
    who = factories.visitor("secret words", first_name="Amina")
    with unit_of_work():
        services.erase(who)
    assert rows(who.public_id) == 0
    found = db.session.execute(select(Conversation).where(Conversation.public_id == who.public_id)).scalar_one()
    assert (found.first_name, found.origin, found.erased_at is not None) == ("", {}, True)
    assert db.session.get(Tombstone, who.public_id) is not None


def test_the_cookie_opens_nothing_afterwards() -> None:
    who = factories.visitor()
    with unit_of_work():
        services.erase(who)
    with pytest.raises(Exception, match="conversation_not_here"):
        queries.visitor_view(who)


def test_defaults() -> None:
    me = factories.staff()
    waiting, left = factories.visitor(), factories.visitor(team_open=False)
    active, number = factories.claimed(me)
    assert (days_left(waiting.public_id), days_left(left.public_id)) == (1, 90)
    assert days_left(active.public_id) == 30
    with unit_of_work():
        desk.close(me, active.public_id, number, "answered")
    assert days_left(active.public_id) == 30


def test_the_job_erases_what_is_due_and_nothing_else() -> None:
    due, kept = factories.visitor("due"), factories.visitor("kept")
    expire(due.public_id)
    assert retention.run() == 1
    assert (rows(due.public_id), rows(kept.public_id) > 0) == (0, True)
    assert retention.run() == 0


@pytest.mark.parametrize("way", ["by its time", "by its visitor", "together with another"])
def test_one_that_has_a_tombstone_already_is_erased_all_the_same(way: str) -> None:
    """A database put back by hand may hold both; the job must not stumble over it for ever."""
    who, other = factories.visitor(), factories.visitor()
    with unit_of_work() as unit:
        unit.session.add(Tombstone(conversation_public_id=who.public_id, erased_at=clock.now() - clock.days(300)))
    if way == "by its visitor":
        with unit_of_work():
            services.erase(who)
    else:
        expire(who.public_id)
        if way != "by its time":
            expire(other.public_id)
        assert retention.run() == (1 if way == "by its time" else 2)
    assert rows(who.public_id) == 0
    stone = db.session.get(Tombstone, who.public_id, populate_existing=True)
    assert stone is not None and stone.erased_at > clock.now() - clock.days(1), "kept as long as any backup may be"


def test_a_restored_backup_is_erased_again() -> None:
    who = factories.visitor()
    with unit_of_work():
        services.erase(who)
    with unit_of_work() as unit:
        unit.session.execute(update(Conversation).values(erased_at=None))
        unit.session.add(
            Message(conversation_id=who.conversation_id, seq=99, sender="visitor", kind="text", text="back")
        )
    assert retention.run() == 1
    assert rows(who.public_id) == 0
