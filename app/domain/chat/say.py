"""Somebody says something: the one write that everybody waits for, without an object between.

The row locked and read with its holder; what this key stored before, asked only now that nobody else can store it;
the line; the row. Everything else of the log is in log.py.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm.util import identity_key

from app.core.db import session
from app.core.quick import Quick, given
from app.core.unit import record
from app.domain.accounts.models import StaffMember
from app.domain.chat import beside, log
from app.domain.chat.events import ConversationMoved
from app.domain.chat.log import Posted
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Kind, Sender

_conversation, _staff = Conversation.__table__, StaffMember.__table__
_LOCKED = (
    select(_conversation, _staff.c.public_id.label("holder"), beside.PUBLIC_IDS.label("beside"))
    .outerjoin(_staff, _staff.c.id == _conversation.c.assignee_id)
    .with_for_update(of=_conversation)
)
_BY_ID = Quick(_LOCKED.where(_conversation.c.id == given("id")))
_MOVE = update(Conversation.__table__).where(_conversation.c.id == given("row_id"))  # type: ignore[arg-type]
_BY_PUBLIC_ID = Quick(_LOCKED.where(_conversation.c.public_id == given("public_id")))


def locked(**which: object) -> Any:
    """The row (by `id` or `public_id`), re-read and locked until commit; None for no such row."""
    return (_BY_ID if "id" in which else _BY_PUBLIC_ID).first(**which)


def say(row: Any, sender: Sender, kind: Kind, text: str, key: str, staff_id: int | None, **changes: object) -> Posted:
    """Adds words with the next `seq`, and changes the row; `row` must be `locked`."""
    words = log.accepted(text, row.id)
    seq, hidden = row.last_seq + 1, words.numbers
    log.insert_line(row.id, seq, sender, kind, text=words.text, masked=hidden, client_key=key, staff_id=staff_id)
    moved = {"last_seq": seq, "ambiguous": row.ambiguous + words.ambiguous, **changes}
    _move(tuple(moved)).do(row_id=row.id, **moved)
    _forget(row.id)
    record(ConversationMoved(row.public_id, seq, row.holder or "", beside=tuple((row.beside or "").split())))
    return Posted(seq, hidden, words.ambiguous, False)


@cache
def _move(columns: tuple[str, ...]) -> Quick:
    """The statement that changes these columns of a row; there are as many as callers."""
    return Quick(_MOVE, columns)


def _forget(conversation_id: int) -> None:
    """Where this unit of work holds the conversation as an object too, that reads itself again."""
    twin = session.identity_map.get(identity_key(Conversation, conversation_id))
    if twin is not None:
        session.expire(twin)
