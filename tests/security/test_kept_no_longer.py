"""Whatever people do or leave undone, words, old audit rows and addresses have an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.permissions import Operator
from app.domain.chat import desk, presence, services
from app.domain.chat.models import Conversation, Presence
from app.domain.jobs.services import run_due
from tests import factories
from tests.databases import database

__all__ = ["database"]


def endless() -> list[str]:
    """Conversations with words in them that nothing will ever erase."""
    query = select(Conversation.public_id).where(Conversation.expires_at.is_(None), Conversation.erased_at.is_(None))
    return list(session.scalars(query))


@pytest.mark.usefixtures("database")
def test_it_works() -> None:
    """Claimed and never closed, given back, lost with its librarian, reopened, promised: each has an end."""
    me = factories.staff()
    _held, _ = factories.claimed(me)
    back, number = factories.claimed(me)
    with unit_of_work():
        desk.give_back(me, back.public_id, number)
    again, number = factories.claimed(me)
    with unit_of_work():
        desk.close(me, again.public_id, number, "answered")
    with unit_of_work():
        services.reopen(again)
    promised, number = factories.claimed(me)
    with unit_of_work():
        desk.promise(me, promised.public_id, number)
    with unit_of_work() as unit:
        unit.session.execute(update(Presence).values(lease_until=clock.now() - timedelta(hours=1)))
    with unit_of_work():
        assert presence.sweep() == 1
    assert endless() == []


@pytest.mark.usefixtures("database")
def test_old_audit_rows_go_and_the_chain_still_holds() -> None:
    for number in range(6):
        with unit_of_work():
            audit.write(Operator(), "test.done", f"thing:{number}")
    audit.configure(365)
    with unit_of_work() as unit:
        old = clock.now() - timedelta(days=366)
        unit.session.execute(update(AuditEntry).where(AuditEntry.id <= 4).values(at=old))
    session.remove()
    assert run_due(everything=True)["audit-forget"] == 4
    assert (audit.verify().rows, audit.verify().broken) == (2, None)
    assert run_due(everything=True)["audit-forget"] == 0
