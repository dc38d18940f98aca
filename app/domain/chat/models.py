"""Tables for conversations, messages, the secrets that open them, and staff presence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id
from app.domain.accounts.models import StaffMember
from app.domain.chat.terms import AtClosing, Availability, Status


class Conversation(Base):
    """One chat. `claim` is the fencing token every staff write carries; `last_seq` numbers its messages.

    `origin` is what the visitor chose to bring along: {"kind", "slug", "query"}, each optional; of a question tree
    also {"node", "answers"}, the answers being {question: option}.
    `queued_at` is the place in the queue, kept when a conversation comes back; `returned` ones go before all others.
    `visitor_at` and `staff_at` are when each side last said something; `still_asked_at` when we last asked "still there?".
    `network` is the keyed, daily hash of where it was asked from, kept a day so that misuse can be stopped; else empty.
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
    returned: Mapped[bool] = mapped_column(default=False, server_default=false())
    visitor_at: Mapped[datetime | None]
    staff_at: Mapped[datetime | None]
    still_asked_at: Mapped[datetime | None]
    warned: Mapped[int] = mapped_column(default=0, server_default="0")
    network: Mapped[str] = mapped_column(String(32), default="", server_default="")

    assignee: Mapped[StaffMember | None] = relationship(foreign_keys=[assignee_id])


class ConversationSecret(Base):
    """A hash that opens one conversation. Codes are used once; cookies and private links until they expire."""

    __tablename__ = "conversation_secret"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Message(Base):
    """One line in a conversation. Order is `seq`, never time; visitors do not see every seq.

    `card_data`: what a card was sent with (a prepared reply's placeholders, a summary's words and links).
    """

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
    card_data: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    activity: Mapped[str | None] = mapped_column(String(20))
    client_key: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)

    staff: Mapped[StaffMember | None] = relationship(lazy="joined")


class OnCallRing(Base):
    """That somebody on call was rung about a conversation, once each way. `outcome`: empty while it is under way."""

    __tablename__ = "on_call_ring"
    __table_args__ = (UniqueConstraint("conversation_id", "staff_id", "way"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    way: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    sending_until: Mapped[datetime | None]


class Presence(Base):
    """A staff member's availability and the lease their heartbeat renews, by the database's clock."""

    __tablename__ = "presence"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    availability: Mapped[str] = mapped_column(String(10), default=Availability.OFFLINE)
    lease_until: Mapped[datetime] = mapped_column(default=now)


class Tombstone(Base):
    """That a conversation was erased, so that a restored backup erases it again; or, by its mark, an e-mail address."""

    __tablename__ = "tombstone"

    conversation_public_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(default=now)


class ChatRules(Base):
    """How the one online team runs its chat; without a row the defaults hold. Minutes; 0 turns a rule off.

    `queue_limit`: most people who may wait; `long_wait`: from this wait on, leaving a message is offered first.
    `still_there`: a visitor silent this long after an answer is asked; `close_idle`: and closed this long after that.
    `closing_soon`: how long before closing time everybody is told; `at_closing`: what happens to those who still wait.
    """

    __tablename__ = "chat_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    queue_limit: Mapped[int] = mapped_column(default=0)
    long_wait: Mapped[int] = mapped_column(default=20)
    still_there: Mapped[int] = mapped_column(default=4)
    close_idle: Mapped[int] = mapped_column(default=6)
    closing_soon: Mapped[int] = mapped_column(default=15)
    at_closing: Mapped[str] = mapped_column(String(10), default=AtClosing.LEAVE)


class ChatBlock(Base):
    """That one network or one browser may not ask for a while. Hashes only; gone when it is over."""

    __tablename__ = "chat_block"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    network: Mapped[str] = mapped_column(String(32), default="", index=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    until: Mapped[datetime] = mapped_column(index=True)


class LetterAddress(Base):
    """Where a visitor wants to be told of an answer. `told_seq`: the newest line a letter has told of.

    `reply_hash` opens the conversation to a letter's reply. `sending_until` is the lease of whoever sends just now.
    """

    __tablename__ = "letter_address"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(10))
    reply_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    told_seq: Mapped[int] = mapped_column(default=0)
    last_sent_at: Mapped[datetime | None]
    sending_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)
