"""What happened in the chat, told after commit. Never text: a poke says where to look, not what is there."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class ConversationMoved(Event):
    """Something in this conversation is new, up to `seq`; both sides read it again."""

    conversation: str
    seq: int


@dataclass(frozen=True)
class QueueMoved(Event):
    """The queue or somebody's list changed; every desk reads it again. `arrived`: new work came in."""

    arrived: bool = False


@dataclass(frozen=True)
class PresenceMoved(Event):
    """Somebody came, went or stepped away."""

    staff: str
