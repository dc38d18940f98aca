"""Who may do what with a conversation: pure yes and no, the same for pages, fragments and sockets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import NotFound
from app.domain.accounts.terms import RANK, Role
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Status, Way


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
    """WRITE is words and cards; HOLD is what only its holder does: close, hand over, block, bring somebody in.

    NOTE is the side talk, which no visitor reads. READ_ALONG begins to read what somebody else holds.
    """

    READ = "read"
    WRITE = "write"
    CLAIM = "claim"
    NOTE = "note"
    HOLD = "hold"
    READ_ALONG = "read_along"


# What each who stands beside the holder may, while it is talked in: in the queue they read and claim like anybody.
BESIDE = {
    Way.GUEST: frozenset({Action.READ, Action.WRITE, Action.NOTE}),
    Way.READER: frozenset({Action.READ, Action.NOTE}),
}
HOLDER = frozenset({Action.READ, Action.WRITE, Action.NOTE, Action.HOLD})


def may(actor: Actor, action: Action, conversation: Conversation, way: Way | None = None) -> bool:
    """Yes or no; nobody may anything with an erased conversation. `way`: how this member stands beside its holder."""
    if conversation.erased_at is not None:
        return False
    if isinstance(actor, Visitor):
        return action in (Action.READ, Action.WRITE) and conversation.id == actor.conversation_id
    is_open = conversation.status != Status.CLOSED
    if action is Action.CLAIM:
        return is_open
    if action is Action.READ_ALONG:
        return is_open and conversation.assignee_id is not None and RANK[actor.role] >= RANK[Role.COORDINATOR]
    if conversation.assignee_id == actor.id:
        return action in HOLDER
    if way is not None and conversation.status == Status.ACTIVE and action in BESIDE[way]:
        return True
    # Others' and closed conversations: nobody, but by a way that leaves a line in the audit log.
    return action is Action.READ and conversation.assignee_id is None and is_open


def authorize(actor: Actor, action: Action, conversation: Conversation | None, way: Way | None = None) -> Conversation:
    """The conversation, or NotFound: "wrong", "expired" and "not yours" look the same."""
    if conversation is None or not may(actor, action, conversation, way):
        raise NotFound("conversation_not_here" if isinstance(actor, Visitor) else "not_found")
    return conversation
