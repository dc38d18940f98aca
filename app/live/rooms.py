"""Names of rooms: who hears which poke."""

from __future__ import annotations

DESK = "desk"


def conversation(public_id: str) -> str:
    """The visitor's devices of one conversation."""
    return f"conversation:{public_id}"


def member(public_id: str) -> str:
    """One staff member's open desks."""
    return f"member:{public_id}"
