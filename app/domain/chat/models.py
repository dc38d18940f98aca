"""Tables for conversations, messages, the secrets that open them, and staff presence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id
from app.domain.accounts.models import StaffMember
from app.domain.chat.terms import Availability, Status


class Conversation(Base):
    """One chat. `claim` is the fencing token every staff write carries; `last_seq` numbers its messages.

    `origin` is what the visitor chose to bring along: {"kind", "slug", "query"}, each optional; of a question tree
    also {"node", "answers"}, the answers being {question: option}.
    `queued_at` is the place in the queue, kept when a conversation comes back.
    """

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_status_queued_at", "status", "queued_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    start_key: Mapped[str] = mapped_column(String(64), unique=True)
    status: Mapped[str] = mapped_column(String(20), default=Status.QUEUED)
    locale: Mapped[str] = mapped_column(String(10))
    first_name: Mapped[str] = mapped_column(String(40), default="")
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"))
    origin: Mapped[dict[str, Any]] = mapped_column(default=dict)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    claim: Mapped[int] = mapped_column(default=0)
    last_seq: Mapped[int] = mapped_column(default=0)
    visitor_seen_seq: Mapped[int] = mapped_column(default=0)
    staff_seen_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    queued_at: Mapped[datetime] = mapped_column(default=now)
    claimed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_by: Mapped[str | None] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(String(20))
    inquiry_id: Mapped[int | None]
    rating: Mapped[int | None]
    left_message: Mapped[bool] = mapped_column(default=False)
    ambiguous: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
    erased_at: Mapped[datetime | None]

    assignee: Mapped[StaffMember | None] = relationship(foreign_keys=[assignee_id])


class ConversationSecret(Base):
    """A hash that opens one conversation. Codes are used once; cookies until they expire."""

    __tablename__ = "conversation_secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Message(Base):
    """One line in a conversation. Order is `seq`, never time; visitors do not see every seq."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "seq"),
        UniqueConstraint("conversation_id", "sender", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    seq: Mapped[int]
    sender: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    masked: Mapped[int] = mapped_column(default=0)
    card_kind: Mapped[str | None] = mapped_column(String(10))
    card_ref: Mapped[str | None] = mapped_column(String(60))
    card_revision: Mapped[int | None]
    activity: Mapped[str | None] = mapped_column(String(20))
    client_key: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)

    staff: Mapped[StaffMember | None] = relationship(lazy="joined")


class Presence(Base):
    """A staff member's availability and the lease their heartbeat renews, by the database's clock."""

    __tablename__ = "presence"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    availability: Mapped[str] = mapped_column(String(10), default=Availability.OFFLINE)
    lease_until: Mapped[datetime] = mapped_column(default=now)


class Tombstone(Base):
    """That a conversation was erased, so that a restored backup erases it again."""

    __tablename__ = "tombstone"

    conversation_public_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(default=now)
