"""Silence: a visitor who says nothing after our answer is asked "still there?", and then the conversation is closed.

Never while the visitor waits for us. A job of every process at once: each batch is read again under its own lock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import log, rules
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Action, Visitor, authorize
from app.domain.chat.services import finish, move
from app.domain.chat.terms import Activity, ClosedBy, Status

BATCH = 50
Verb = Callable[[Conversation], None]


def run() -> int:
    """Closes who did not answer "still there?", asks who has gone quiet. Returns how many."""
    now = rules.now()
    if not now.still_there:
        return 0
    closed = 0
    if now.close_idle:
        closed = _each(Conversation.still_asked_at <= clock.now() - clock.minutes(now.close_idle), _close)
    quiet = Conversation.staff_at <= clock.now() - clock.minutes(now.still_there)
    return closed + _each(Conversation.still_asked_at.is_(None) & quiet, _ask)


def here(visitor: Visitor) -> None:
    """ "Yes, I am here": the silence begins anew. Said twice, or when nobody asked, it changes nothing."""
    conversation = authorize(visitor, Action.WRITE, log.locked(visitor.conversation_id))
    if conversation.still_asked_at is None or conversation.status != Status.ACTIVE:
        return
    conversation.still_asked_at = None
    # We still wait for their words, from now on: staying silent again is asked about again.
    conversation.staff_at = clock.now()
    log.note_activity(conversation, Activity.STILL_HERE)


def _each(due: Any, verb: Verb) -> int:
    silent = (
        Conversation.status == Status.ACTIVE,
        Conversation.staff_at > Conversation.visitor_at,
        Conversation.left_message.is_(False),  # its visitor was never told to wait here: the answer is read another day
        Conversation.erased_at.is_(None),
        due,
    )
    if session.execute(select(Conversation.id).where(*silent).limit(1)).first() is None:
        return 0  # asked every few seconds: most times nobody needs to wait for a lock
    done = 0
    while True:
        with unit_of_work() as unit:
            batch = unit.session.scalars(
                select(Conversation)
                .where(*silent)
                .order_by(Conversation.id)
                .limit(BATCH)
                .with_for_update(skip_locked=True, of=Conversation)
            ).all()
            for conversation in batch:
                verb(conversation)
        done += len(batch)
        if len(batch) < BATCH:
            return done


def _ask(conversation: Conversation) -> None:
    conversation.still_asked_at = clock.now()
    log.note_activity(conversation, Activity.STILL_THERE)


def _close(conversation: Conversation) -> None:
    move(conversation, Status.CLOSED)
    conversation.still_asked_at = None
    finish(conversation, ClosedBy.IDLE)
    log.note_activity(conversation, Activity.IDLE_CLOSED)
