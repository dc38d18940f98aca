"""Who stands beside the holder of a conversation: the rows alone. Bringing in and leaving is guests.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update

from app.core import clock
from app.core.db import session
from app.domain.accounts.models import StaffMember
from app.domain.chat.models import Conversation, ConversationGuest
from app.domain.chat.permissions import Actor, StaffActor
from app.domain.chat.terms import Status, Way

_guest, _staff, _conversation = ConversationGuest.__table__, StaffMember.__table__, Conversation.__table__
_STILL = _guest.c.left_at.is_(None)
_WAY = select(_guest.c.way).where(
    _guest.c.conversation_id == bindparam("conversation_id"), _guest.c.staff_id == bindparam("staff_id"), _STILL
)
_of_theirs = _guest.c.conversation_id == _conversation.c.id
# In the statements that everybody waits for: whom a poke goes to besides, and whether anything here has moved.
PUBLIC_IDS = (
    select(func.aggregate_strings(_staff.c.public_id, " "))
    .join(_guest, _guest.c.staff_id == _staff.c.id)
    .where(_of_theirs, _STILL)
    .correlate(_conversation)
    .scalar_subquery()
)
MOVED_AT = (
    select(func.max(func.coalesce(_guest.c.left_at, _guest.c.joined_at, _guest.c.invited_at)))
    .where(_of_theirs)
    .correlate(_conversation)
    .scalar_subquery()
)
_IDS = (
    select(_staff.c.public_id)
    .join(_guest, _guest.c.staff_id == _staff.c.id)
    .where(_guest.c.conversation_id == bindparam("conversation_id"), _STILL)
)
_EVERYBODY = (
    select(_staff.c.public_id, _staff.c.name, _guest.c.way, _guest.c.joined_at, _guest.c.left_at)
    .join(_guest, _guest.c.staff_id == _staff.c.id)
    .where(_guest.c.conversation_id == bindparam("conversation_id"), _STILL | _guest.c.joined_at.is_(None))
    .order_by(_guest.c.invited_at)
)
_holder, _by = _staff.alias("holder"), _staff.alias("invited_by")
_MINE = (
    select(
        _conversation.c.public_id, _conversation.c.first_name, _conversation.c.locale, _conversation.c.status,
        _guest.c.way, _guest.c.joined_at, _guest.c.invited_at,
        _holder.c.name.label("holder"), _by.c.name.label("invited_by"),
    )
    .join(_guest, _of_theirs)
    .outerjoin(_holder, _holder.c.id == _conversation.c.assignee_id)
    .outerjoin(_by, _by.c.id == _guest.c.invited_by_id)
    .where(
        _guest.c.staff_id == bindparam("staff_id"), _STILL,
        _conversation.c.status != Status.CLOSED, _conversation.c.erased_at.is_(None),
    )
    .order_by(_guest.c.invited_at)
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Somebody beside the holder. Neither `joined` nor `declined`: asked, and has not answered."""

    public_id: str
    name: str
    way: Way
    joined: bool
    declined: bool


@dataclass(frozen=True)
class Asked:
    """A conversation somebody else holds, and I am in or asked into."""

    public_id: str
    first_name: str
    locale: str
    holder: str
    invited_by: str
    way: Way
    joined: bool
    since: datetime


def way(actor: Actor, row: Any) -> Way | None:
    """How this member stands beside the holder of a conversation, if they do; of others nothing is asked."""
    if row is None or not isinstance(actor, StaffActor) or row.assignee_id in (None, actor.id):
        return None
    found = session.execute(_WAY, {"conversation_id": row.id, "staff_id": actor.id}).scalar()
    return Way(found) if found else None


def is_in(actor: StaffActor, row: Any) -> bool:
    """Whether this member is in it as a guest the visitor knows of, while somebody talks with them."""
    if row.status != Status.ACTIVE or row.assignee_id in (None, actor.id):
        return False
    found = session.execute(
        _WAY.where(_guest.c.joined_at.is_not(None)), {"conversation_id": row.id, "staff_id": actor.id}
    ).scalar()
    return found == Way.GUEST


def public_ids(conversation_id: int) -> tuple[str, ...]:
    """Whom a poke goes to besides the holder."""
    return tuple(session.scalars(_IDS, {"conversation_id": conversation_id}))


def everybody(conversation_id: int) -> list[Person]:
    """Who is here or was asked, those who could not come included, in the order they were asked."""
    rows = session.execute(_EVERYBODY, {"conversation_id": conversation_id})
    return [
        Person(row.public_id, row.name, Way(row.way), row.joined_at is not None, row.left_at is not None)
        for row in rows
    ]


def mine(staff_id: int) -> list[Asked]:
    """Where this member is beside somebody, or is asked to be."""
    return [
        Asked(
            row.public_id, row.first_name, row.locale, row.holder or "", row.invited_by or "", Way(row.way),
            row.joined_at is not None, row.invited_at,
        )
        for row in session.execute(_MINE, {"staff_id": staff_id})
    ]  # fmt: skip


def end(conversation_id: int, staff_id: int | None = None) -> None:
    """Nobody beside it any more; or not this one. The conversation must be locked."""
    query = update(ConversationGuest).where(
        ConversationGuest.conversation_id == conversation_id, ConversationGuest.left_at.is_(None)
    )
    if staff_id is not None:
        query = query.where(ConversationGuest.staff_id == staff_id)
    # Whoever was asked and never came in was not here: as "could not come" they would stand there for ever.
    session.execute(
        query.values(left_at=clock.now(), joined_at=func.coalesce(ConversationGuest.joined_at, clock.now())),
        execution_options={"synchronize_session": False},
    )
