"""What happened in the chat, told after commit. Never text: a poke says where to look, not what is there."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class ConversationMoved(Event):
    """Something in this conversation is new, up to `seq`; both sides read it again.

    `staff` is the public id of whoever holds it; "" while nobody does, and then every desk may be showing it.
    `beside`: of those who stand beside them. `also`: what changed is no line, so that `seq` does not tell.
    """

    conversation: str
    seq: int
    staff: str = ""
    also: bool = False
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConversationSeen(Event):
    """One side (`by`: visitor or staff) has read up to `seq`."""

    conversation: str
    by: str
    seq: int
    staff: str = ""
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class DevicesForgotten(Event):
    """The visitor left or erased it: no device's cookie opens this conversation any more."""

    conversation: str


@dataclass(frozen=True)
class QueueMoved(Event):
    """The queue or somebody's list changed; every desk reads it again. `arrived`: new work came in."""

    arrived: bool = False


@dataclass(frozen=True)
class PresenceMoved(Event):
    """Somebody came, went or stepped away."""

    staff: str


@dataclass(frozen=True)
class SaidInRoom(Event):
    """Somebody wrote in the room of the shift; every desk reads it again."""


@dataclass(frozen=True)
class Erased(Event):
    """A visitor took every word of this conversation away."""

    conversation: str


@dataclass(frozen=True)
class AddressesGone(Event):
    """Visitors are told at these addresses no more, by their `ledger.mark_of`."""

    marks: tuple[str, ...]
