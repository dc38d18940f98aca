"""A coordinator reads along: the holder sees it, and the audit log keeps who and which. Leaving again is guests.leave."""

from __future__ import annotations

from app.core import clock
from app.core.db import session
from app.core.errors import NotFound
from app.core.unit import record
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.chat import desk, log
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import ConversationGuest
from app.domain.chat.permissions import Action, authorize
from app.domain.chat.terms import Way


def begin(actor: StaffMember, public_id: str) -> None:
    """From now on; whoever reads or was asked in already stays as they are, and is still written down."""
    conversation = log.found(public_id)
    if conversation is not None and conversation.assignee_id == actor.id and conversation.erased_at is None:
        return  # it is their own
    if conversation is None:
        raise NotFound
    authorize(desk.actor_of(actor), Action.READ_ALONG, conversation)
    audit.write(actor, "conversation.read_along", f"conversation:{public_id}")
    row = session.get(ConversationGuest, (conversation.id, actor.id), populate_existing=True)
    if row is not None and row.left_at is None and row.joined_at is not None:
        return
    if row is None:
        row = ConversationGuest(conversation_id=conversation.id, staff_id=actor.id)
        session.add(row)
    row.way, row.invited_by_id, row.left_at = Way.READER, None, None
    row.invited_at = row.joined_at = clock.now()
    session.flush()
    log.moved(conversation, also=True)
    record(QueueMoved())
