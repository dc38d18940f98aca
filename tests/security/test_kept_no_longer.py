"""Whatever people do or leave undone, words, old audit rows and addresses have an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import JSON, String, insert, select, update

from app import tables
from app.core import clock
from app.core.db import Base, session
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.permissions import Operator
from app.domain.chat import desk, presence, services
from app.domain.chat.models import ChatBlock, Conversation, ConversationSecret, LetterAddress, Presence
from app.domain.jobs.services import run_due
from app.domain.jobs.words import WORDS
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


@pytest.mark.usefixtures("database")
def test_marks_leave_too() -> None:
    """Keys that open nothing any more, addresses, blocks and networks: none outlives its time."""
    who, other = factories.visitor(), factories.visitor()
    over, later = clock.now() - timedelta(days=2), clock.now() + timedelta(days=2)
    with unit_of_work() as unit:
        for one, until in ((who, over), (other, later)):
            at = {"conversation_id": one.conversation_id}
            unit.session.execute(
                insert(LetterAddress).values(**at, email="a@example.org", locale="sv", expires_at=until)
            )
            unit.session.execute(insert(ChatBlock).values(**at, public_id=one.public_id, network="n", until=until))
            this = update(Conversation).where(Conversation.id == one.conversation_id)
            unit.session.execute(this.values(network="n", created_at=min(until, clock.now())))
            theirs = update(ConversationSecret).where(ConversationSecret.conversation_id == one.conversation_id)
            unit.session.execute(theirs.values(expires_at=until))
    run_due(everything=True)
    for table in (LetterAddress, ChatBlock, ConversationSecret):
        assert set(session.scalars(select(table.conversation_id))) == {other.conversation_id}, table.__tablename__
    marked = select(Conversation.id).where(Conversation.network != "")
    assert set(session.scalars(marked)) == {other.conversation_id}


# Tables that no visitor writes into: content, registers, colleagues, counts, and how the house is set up.
OURS = {
    "audit_entry",
    "chat_rules",
    "conversation_guest",
    "counter",
    "invitation",
    "job",
    "on_call_ring",
    "presence",
    "push_subscription",
    "recovery_code",
    "review_count",
    "rota_choice",
    "shift",
    "shift_swap",
    "skill",
    "staff_member",
    "staff_session",
    "staff_skill",
    "tombstone",
}
# Columns beside the words that say nothing about anybody: codes of ours, languages, states.
CODES = {
    "chat_block": {"public_id"},
    "conversation": {"public_id", "start_key", "status", "locale", "closed_by", "outcome"},
    "conversation_secret": {"kind"},
    "guide_vote": {"locale", "helped", "wrong"},
    "guide_draft": {"public_id", "locale", "state"},
    "letter_address": {"locale"},
    "message": {"sender", "kind", "card_kind", "card_ref", "activity", "client_key"},
    "review": {"public_id"},
    "shift_line": {"client_key"},
    "unfound": {"public_id", "locale", "source", "state", "keyword_locale"},
}
# Domains whose tables hold only what editors and registers say.
OF_EDITORS = ("content", "directory", "guides", "places", "referrals", "replies", "search", "triage")


def test_every_column_that_can_hold_somebodys_words_is_known() -> None:
    """A new table or column is looked at by a person: is it a visitor's? Then erasing has to reach it."""
    editors = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.split(".")[2] in OF_EDITORS and mapper.local_table.name not in WORDS
    }
    for table in tables.metadata.sorted_tables:
        texts = {column.name for column in table.columns if isinstance(column.type, String | JSON)}
        if table.name in WORDS:
            assert texts == {*WORDS[table.name]} | CODES.get(table.name, set()), table.name
        elif table.name not in OURS | editors:
            assert texts <= {"channel", "outcome", "locale", "country", "public_id"}, f"{table.name}: {texts}"
