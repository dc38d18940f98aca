"""How long words are kept, and erasing them for real. Retention is data: a moment on the row, and one idempotent job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from app.core import clock, db
from app.core.db import session
from app.core.unit import record, unit_of_work
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation, ConversationSecret, Message, Tombstone
from app.domain.chat.terms import Status


@dataclass(frozen=True)
class Keep:
    """Days that text is kept: after a close, a left message, and a question nobody took."""

    closed: int = 30
    left: int = 90
    unclaimed: int = 1


keep = Keep()
# Which file was swept, up to which erasure.
_swept: tuple[str | None, datetime | None] | None = None


def configure(closed: int, left: int, unclaimed: int) -> None:
    """Sets this installation's days; create_app() calls it once."""
    global keep
    keep = Keep(closed, left, unclaimed)


def set_expiry(conversation: Conversation) -> None:
    """Writes when this conversation is to be erased, from the state it is in."""
    if conversation.left_message and conversation.status != Status.CLOSED:
        conversation.expires_at = clock.now() + clock.days(keep.left)
    elif conversation.status == Status.CLOSED:
        days = keep.left if conversation.left_message else keep.closed
        conversation.expires_at = clock.now() + clock.days(days)
    elif conversation.status == Status.QUEUED and conversation.claimed_at is None:
        conversation.expires_at = clock.now() + clock.days(keep.unclaimed)
    else:
        # Nobody may ever close it: a browser shut in the middle must not keep its words for ever.
        conversation.expires_at = clock.now() + clock.days(keep.closed)


def erase(conversation: Conversation, by: str = "time") -> None:
    """Takes away every word, name and key of one conversation and leaves a tombstone."""
    if conversation.erased_at is not None:
        return
    moment = clock.now()
    session.execute(delete(Message).where(Message.conversation_id == conversation.id))
    session.execute(delete(ConversationSecret).where(ConversationSecret.conversation_id == conversation.id))
    conversation.first_name = ""
    conversation.origin = {}
    conversation.status = Status.CLOSED
    conversation.closed_at = conversation.closed_at or moment
    conversation.closed_by = conversation.closed_by or by
    conversation.assignee_id = None
    conversation.rating = None
    conversation.erased_at = moment
    conversation.expires_at = None
    session.add(Tombstone(conversation_public_id=conversation.public_id, erased_at=moment))
    record(QueueMoved())


def run(batch: int = 50) -> int:
    """Erases what has expired, a batch a transaction; safe to kill and to run twice. Returns how many."""
    erased = 0
    while True:
        with unit_of_work() as unit:
            due = unit.session.scalars(
                select(Conversation)
                .where(Conversation.expires_at <= clock.now(), Conversation.erased_at.is_(None))
                .limit(batch)
                .with_for_update(skip_locked=True, of=Conversation)
            ).all()
            for conversation in due:
                erase(conversation)
        erased += len(due)
        if len(due) < batch:
            break
    erased += again()
    if erased and db.is_sqlite():
        sweep_file()
    return erased


def again() -> int:
    """Erases what a restored backup brought back: conversations that have a tombstone and are not erased."""
    with unit_of_work() as unit:
        back = unit.session.scalars(
            select(Conversation)
            .join(Tombstone, Tombstone.conversation_public_id == Conversation.public_id)
            .where(Conversation.erased_at.is_(None))
        ).all()
        for conversation in back:
            unit.session.execute(delete(Tombstone).where(Tombstone.conversation_public_id == conversation.public_id))
            erase(conversation)
    return len(back)


def sweep_file() -> bool:
    """SQLite: moves the write-ahead log into the file and empties it, so erased bytes are nowhere on disk.

    False where somebody was reading just then: the bytes are still there, and it must be tried again.
    """
    session.rollback()  # a read of our own would be that reader
    with db.engine().connect() as connection:
        busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    return not busy


def sweep_after_erasing() -> int:
    """SQLite: sweeps when anything was erased since this process last did; a verb of the ticker. Returns 1 if it did."""
    global _swept
    if not db.is_sqlite():
        return 0
    state = (db.engine().url.database, session.execute(select(func.max(Tombstone.erased_at))).scalar())
    if state == _swept or not sweep_file():
        return 0
    _swept = state
    return 1
