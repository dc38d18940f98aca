"""When a visitor is abusive: a warning they read, and a block for a time. Both count, both stand in the audit log."""

from __future__ import annotations

from app.core import clock, db
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.chat import desk, log
from app.domain.chat.models import ChatBlock, Conversation
from app.domain.chat.permissions import StaffActor
from app.domain.chat.services import finish, move
from app.domain.chat.terms import Activity, ClosedBy, Status

HOURS = (1, 24)


def warn(actor: StaffActor, public_id: str, claim_number: int, said: int) -> None:
    """A line in the house's words, not the librarian's. `said`: how often it had been said; pressed twice is said once."""
    conversation = _talking(actor, public_id, claim_number)
    if conversation.warned != said:
        return
    conversation.warned += 1
    log.note_activity(conversation, Activity.WARNED, actor.id)
    _write(actor, "conversation.warned", conversation)


def block(actor: StaffActor, public_id: str, claim_number: int, hours: int, network: bool) -> None:
    """Closes it, and for so many hours its browser may not ask; nor, where chosen, anybody in the same network.

    How it ended is left to its holder to register.
    """
    if hours not in HOURS:
        raise Invalid("hours_missing")
    conversation = _talking(actor, public_id, claim_number)
    session.add(
        ChatBlock(
            network=conversation.network if network else "",
            conversation_id=conversation.id,
            staff_id=actor.id,
            until=db.database_now() + clock.minutes(60 * hours),
        )
    )
    move(conversation, Status.CLOSED)
    finish(conversation, ClosedBy.BLOCKED)
    log.note_activity(conversation, Activity.BLOCKED, actor.id)
    _write(actor, "conversation.blocked", conversation)


def _talking(actor: StaffActor, public_id: str, claim_number: int) -> Conversation:
    conversation = desk.held(actor, public_id, claim_number)
    if conversation.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    return conversation


def _write(actor: StaffActor, action: str, conversation: Conversation) -> None:
    audit.write(session.get_one(StaffMember, actor.id), action, f"conversation:{conversation.public_id}")
