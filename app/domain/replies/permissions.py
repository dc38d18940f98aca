"""Who may read and change which reply: everybody their own, editors what is everybody's."""

from __future__ import annotations

from typing import Any, TypeVar

from app.core.errors import Forbidden, NotFound
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, may

# A reply as an object, or as its row.
Reply = TypeVar("Reply")


def may_read(actor: StaffMember, reply: Any) -> bool:
    """A colleague's own reply is theirs alone, until they propose it."""
    if reply.owner_id in (None, actor.id):
        return True
    return reply.proposed_at is not None and may(actor, Action.KEEP_REPLIES)


def may_change(actor: StaffMember, reply: Any) -> bool:
    return may(actor, Action.KEEP_REPLIES) if reply.owner_id is None else reply.owner_id == actor.id


def readable(actor: StaffMember, reply: Reply | None) -> Reply:
    """The reply; "wrong" and "not yours" look the same."""
    if reply is None or not may_read(actor, reply):
        raise NotFound("reply_not_found")
    return reply


def changeable(actor: StaffMember, reply: Reply | None) -> Reply:
    found = readable(actor, reply)
    if not may_change(actor, found):
        raise Forbidden("role_needed")
    return found
