"""The log of a conversation: rows numbered in the transaction that writes them, and a resend that changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core.db import session
from app.core.errors import Invalid
from app.core.text import accept
from app.core.unit import record
from app.domain.chat.events import ConversationMoved
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Activity, Kind, Sender

MAX_TEXT = 4000


@dataclass(frozen=True)
class Posted:
    """The answer to a send. `repeated`: this key was stored before, and this is that first answer."""

    seq: int
    masked: int
    ambiguous: int
    repeated: bool


def locked(conversation_id: int) -> Conversation:
    """The conversation, re-read and locked against other writers until commit."""
    return session.execute(
        select(Conversation)
        .where(Conversation.id == conversation_id)
        .with_for_update(of=Conversation)
        .execution_options(populate_existing=True)
    ).scalar_one()


def already_posted(conversation: Conversation, sender: Sender, key: str) -> Posted | None:
    """The first answer to this key, if it was sent before. Every send must carry a key."""
    if not key or len(key) > 64:
        raise Invalid("key_missing")
    row = session.execute(
        select(Message.seq, Message.masked).where(
            Message.conversation_id == conversation.id, Message.sender == sender, Message.client_key == key
        )
    ).first()
    return Posted(row.seq, row.masked, 0, True) if row else None


def append(conversation: Conversation, sender: Sender, kind: Kind, **fields: Any) -> Message:
    """Adds a line with the next `seq`; the conversation must be locked."""
    conversation.last_seq += 1
    message = Message(conversation_id=conversation.id, seq=conversation.last_seq, sender=sender, kind=kind, **fields)
    session.add(message)
    record(ConversationMoved(conversation.public_id, conversation.last_seq))
    return message


def append_text(
    conversation: Conversation, sender: Sender, kind: Kind, text: str, key: str | None, staff_id: int | None = None
) -> Posted:
    """Adds words through the one edge for text: cleaned, and identity numbers masked before they are stored."""
    if len(text) > 4 * MAX_TEXT:
        raise Invalid("message_too_long")
    accepted = accept(text, MAX_TEXT)
    if not accepted.text.strip():
        raise Invalid("message_empty")
    hidden = len(accepted.masked)
    conversation.ambiguous += accepted.ambiguous
    message = append(conversation, sender, kind, text=accepted.text, masked=hidden, client_key=key, staff_id=staff_id)
    return Posted(message.seq, hidden, accepted.ambiguous, False)


def note_activity(conversation: Conversation, activity: Activity, staff_id: int | None = None) -> None:
    """Says in the log what happened; each side reads it in their own language."""
    append(conversation, Sender.SYSTEM, Kind.ACTIVITY, activity=activity, staff_id=staff_id)
