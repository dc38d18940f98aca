"""Who may be told that somebody is writing just now: the two people of one conversation, read again each time."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import session
from app.domain.accounts.models import StaffMember
from app.domain.accounts.showing import name_for_visitors
from app.domain.chat.models import Conversation, ConversationGuest
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Status, Way

OPEN = (Status.ACTIVE, Status.WAITING)


def reader_of(visitor: Visitor) -> str | None:
    """The public id of whoever holds the visitor's conversation; None while nobody does."""
    return session.execute(
        select(StaffMember.public_id)
        .join(Conversation, Conversation.assignee_id == StaffMember.id)
        .where(Conversation.id == visitor.conversation_id, Conversation.status.in_(OPEN))
    ).scalar()


def name_for(staff_id: int, conversation: str) -> str | None:
    """The name the visitor knows ("" for only the library), if this member holds that conversation or is a guest in it
    whom the visitor knows of; None otherwise."""
    here = select(ConversationGuest.staff_id).where(
        ConversationGuest.conversation_id == Conversation.id,
        ConversationGuest.staff_id == StaffMember.id,
        ConversationGuest.way == Way.GUEST,
        ConversationGuest.joined_at.is_not(None),
        ConversationGuest.left_at.is_(None),
    )
    found = session.execute(
        select(StaffMember.name, StaffMember.shown)
        .join(Conversation, (Conversation.assignee_id == StaffMember.id) | here.exists())
        .where(
            StaffMember.id == staff_id,
            Conversation.public_id == conversation,
            Conversation.status.in_(OPEN),
            Conversation.erased_at.is_(None),
        )
    ).first()
    return name_for_visitors(found.name, found.shown) if found else None
