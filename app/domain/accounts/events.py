"""What happened to the people who work here, told after commit."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True)
class StaffDisabled(Event):
    """They may not come in any more: sockets are cut, conversations go back to the queue."""

    staff_public_id: str
    staff_id: int


@dataclass(frozen=True)
class StaffSessionsEnded(Event):
    """One or all of their log-ins ended (log-out, new password): sockets look again whether they may stay."""

    staff_public_id: str
    staff_id: int
