"""The log of a conversation: rows numbered in the transaction that writes them, and a resend that changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, inspect, select

from app.core import clock
from app.core.db import session
from app.core.errors import Invalid
from app.core.quick import Quick, given
from app.core.text import Accepted, accept
from app.core.unit import record
from app.domain.accounts.models import StaffMember
from app.domain.chat import beside, secrets
from app.domain.chat.events import ConversationMoved, ConversationSeen
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Activity, Kind, Sender

MAX_TEXT = 4000
# Built once: putting a query together takes longer than running it.
_staff, _message = StaffMember.__table__, Message.__table__
_LOCKED = (
    select(Conversation, _staff.c.public_id)
    .outerjoin(_staff, _staff.c.id == Conversation.assignee_id)
    .with_for_update(of=Conversation)
    .execution_options(populate_existing=True)
)
_BY_ID = _LOCKED.where(Conversation.id == bindparam("id"))
_BY_PUBLIC_ID = _LOCKED.where(Conversation.public_id == bindparam("public_id"))
_HOLDER = select(_staff.c.public_id).where(_staff.c.id == bindparam("id"))
_INSERT = insert(Message.__table__).inline()  # type: ignore[arg-type]
_POSTED = Quick(
    select(_message.c.seq, _message.c.masked).where(
        _message.c.conversation_id == given("id"),
        _message.c.sender == given("sender"),
        _message.c.client_key == given("key"),
    )
)


@dataclass(frozen=True)
class Posted:
    """The answer to a send. `repeated`: this key was stored before, and this is that first answer."""

    seq: int
    masked: int
    ambiguous: int
    repeated: bool


def locked(conversation_id: int) -> Conversation:
    """The conversation, re-read and locked against other writers until commit."""
    return _kept(session.execute(_BY_ID, {"id": conversation_id}).one())


def found(public_id: str) -> Conversation | None:
    """The same by its public name, if there is one of that name."""
    row = session.execute(_BY_PUBLIC_ID, {"public_id": public_id}).first()
    return _kept(row) if row else None


def _kept(row: Any) -> Conversation:
    """Remembers the holder's public id, which every poke needs and no column has."""
    conversation: Conversation = row[0]
    inspect(conversation).info["holder"] = (conversation.assignee_id, row[1] or "")
    return conversation


def already_posted(conversation: Conversation, sender: Sender, key: str) -> Posted | None:
    """The first answer to this key, if it was sent before. Every send must carry a key."""
    if not key or len(key) > 64:
        raise Invalid("key_missing")
    row = _POSTED.first(id=conversation.id, sender=sender, key=key)
    return Posted(row.seq, row.masked, 0, True) if row else None


def append(conversation: Conversation, sender: Sender, kind: Kind, **fields: Any) -> int:
    """Adds a line with the next `seq`, and gives it; the conversation must be locked."""
    conversation.last_seq += 1
    insert_line(conversation.id, conversation.last_seq, sender, kind, **fields)
    moved(conversation)
    return conversation.last_seq


def insert_line(conversation_id: int, seq: int, sender: Sender, kind: Kind, **fields: Any) -> None:
    line = {"conversation_id": conversation_id, "seq": seq, "sender": sender, "kind": kind, "created_at": clock.now()}
    line = {**line, "text": "", "masked": 0, **fields}
    _insert(tuple(line)).do(**line)


@cache
def _insert(columns: tuple[str, ...]) -> Quick:
    """The statement that adds a line with these columns; there are as many as callers."""
    return Quick(_INSERT, columns)


def moved(conversation: Conversation, also: bool = False, besides: str = "") -> None:
    """Records that there is something new to read in it, for its visitor, its holder and who is beside them.

    `besides`: the public id of somebody who was there until now.
    """
    there = (*beside.public_ids(conversation.id), *([besides] if besides else []))
    record(ConversationMoved(conversation.public_id, conversation.last_seq, holder(conversation), also, there))


def read(conversation: Conversation, by: Sender, seq: int) -> None:
    """Records how far one side has read; the other side's screen says "seen"."""
    there = beside.public_ids(conversation.id)
    record(ConversationSeen(conversation.public_id, by, seq, holder(conversation), there))


def holder(conversation: Conversation) -> str:
    """The public id of whoever holds it now; "" for nobody."""
    if conversation.assignee_id is None:
        return ""
    staff_id, public_id = inspect(conversation).info.get("holder", (None, ""))
    if staff_id == conversation.assignee_id:
        return str(public_id)
    return session.execute(_HOLDER, {"id": conversation.assignee_id}).scalar() or ""


def append_text(
    conversation: Conversation, sender: Sender, kind: Kind, text: str, key: str | None, staff_id: int | None = None
) -> Posted:
    """Adds words to a conversation that is at hand as an object: its first ones."""
    words = accepted(text, conversation.id)
    hidden = words.numbers
    conversation.ambiguous += words.ambiguous
    seq = append(conversation, sender, kind, text=words.text, masked=hidden, client_key=key, staff_id=staff_id)
    return Posted(seq, hidden, words.ambiguous, False)


def accepted(text: str, conversation_id: int) -> Accepted:
    """Words through the one edge for text: cleaned, and identity numbers and keys masked before they are stored."""
    if len(text) > 4 * MAX_TEXT:
        raise Invalid("message_too_long")
    words = accept(text, MAX_TEXT)
    if not words.text.strip():
        raise Invalid("message_empty")
    return replace(words, text=secrets.without_codes(words.text, conversation_id))


def note_activity(conversation: Conversation, activity: Activity, staff_id: int | None = None) -> None:
    """Says in the log what happened; each side reads it in their own language."""
    append(conversation, Sender.SYSTEM, Kind.ACTIVITY, activity=activity, staff_id=staff_id)
