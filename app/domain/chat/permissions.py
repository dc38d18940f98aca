"""Who may do what with a conversation: pure yes and no, the same for pages, fragments and sockets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import NotFound
from app.domain.accounts.terms import Role
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Status


@dataclass(frozen=True)
class Visitor:
    """Whoever holds the cookie of this one conversation."""

    conversation_id: int
    public_id: str


@dataclass(frozen=True)
class StaffActor:
    """A logged-in staff member."""

    id: int
    role: Role
    name: str


Actor = Visitor | StaffActor


class Action(StrEnum):
    READ = "read"
    WRITE = "write"
    CLAIM = "claim"


def may(actor: Actor, action: Action, conversation: Conversation) -> bool:
    """Yes or no; nobody may anything with an erased conversation."""
    if conversation.erased_at is not None:
        return False
    if isinstance(actor, Visitor):
        return action in (Action.READ, Action.WRITE) and conversation.id == actor.conversation_id
    if action is Action.CLAIM:
        return conversation.status != Status.CLOSED
    if action is Action.WRITE:
        return conversation.assignee_id == actor.id
    if conversation.assignee_id == actor.id:
        return True
    # Others' and closed conversations: nobody, until there is a way that leaves a line in the audit log.
    return conversation.assignee_id is None and conversation.status != Status.CLOSED


def authorize(actor: Actor, action: Action, conversation: Conversation | None) -> Conversation:
    """The conversation, or NotFound: "wrong", "expired" and "not yours" look the same."""
    if conversation is None or not may(actor, action, conversation):
        raise NotFound("conversation_not_here" if isinstance(actor, Visitor) else "not_found")
    return conversation
