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
    `skill` is what it asks for: those who have it are told first, everybody from `wide_at` on.
    `handed_by`: the colleague who handed it to its holder; `handed_at`: since then, until the holder has said yes to it.
    `handed_at` alone: it came back to its holder, who has not seen that yet.
    `reminded_at`: when its owner was last told that the promised answer is due. `reminding_until`: a process is about to.
    `desk_number`: the digit that opens it at its holder's desk, kept while it is theirs.
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
    skill_id: Mapped[int | None]
    wide_at: Mapped[datetime | None]
    handed_by_id: Mapped[int | None]
    handed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    reminding_until: Mapped[datetime | None]
    desk_number: Mapped[int | None]

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


class ConversationGuest(Base):
    """A colleague beside the holder, from `joined_at` until `left_at`: brought in to write (`way` "guest"), or a
    coordinator who reads along ("reader")."""

    __tablename__ = "conversation_guest"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    way: Mapped[str] = mapped_column(String(10), default="guest")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    invited_at: Mapped[datetime] = mapped_column(default=now)
    joined_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    staff: Mapped[StaffMember] = relationship(foreign_keys=[staff_id], lazy="joined")


class ShiftLine(Base):
    """A line in the room of the shift, which only staff read; gone after some days. Order is `id`."""

    __tablename__ = "shift_line"
    __table_args__ = (UniqueConstraint("staff_id", "client_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    masked: Mapped[int] = mapped_column(default=0)
    client_key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)

    staff: Mapped[StaffMember] = relationship(lazy="joined")


class SkillMatter(Base):
    """That questions about a matter ask for a skill by themselves."""

    __tablename__ = "skill_matter"

    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"), primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="CASCADE"), primary_key=True, index=True)


BACK = "back"


class Review(Base):
    """A closed conversation read against the RUSA headings: {heading: 0 to 4}, and words to the colleague alone.

    `marks` are empty until it is saved, and have `back` beside them after its writer took it back.
    """

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("conversation_id", "reviewer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comment: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]

    @property
    def saved(self) -> bool:
        """Whether its colleague can read it."""
        return bool(self.marks) and BACK not in self.marks


class ReviewCount(Base):
    """How often a month's reviews gave one heading one mark: what stays when conversation and review are gone."""

    __tablename__ = "review_count"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    heading: Mapped[str] = mapped_column(String(20), primary_key=True)
    mark: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class Presence(Base):
    """A staff member's availability, `since` when, and the lease their heartbeat renews, by the database's clock."""

    __tablename__ = "presence"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    availability: Mapped[str] = mapped_column(String(10), default=Availability.OFFLINE)
    lease_until: Mapped[datetime] = mapped_column(default=now)
    since: Mapped[datetime | None]


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
    `alert_1` to `alert_4`: seconds without an answer after which the desk says so, louder each time.
    `skill_first`: seconds in which only those are told who have the skill or the language that is asked for.
    `swamped`: from this expected wait on (minutes), those who ask are told how long, or that they may leave it with us;
    `swamped_until`: a coordinator said so by hand, until then.
    `on_call_wait`: minutes a question waits for those on call, outside our hours, before it becomes a left message.
    """

    __tablename__ = "chat_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    queue_limit: Mapped[int] = mapped_column(default=0)
    long_wait: Mapped[int] = mapped_column(default=20)
    still_there: Mapped[int] = mapped_column(default=4)
    close_idle: Mapped[int] = mapped_column(default=6)
    closing_soon: Mapped[int] = mapped_column(default=15)
    at_closing: Mapped[str] = mapped_column(String(10), default=AtClosing.LEAVE)
    alert_1: Mapped[int] = mapped_column(default=20, server_default="20")
    alert_2: Mapped[int] = mapped_column(default=40, server_default="40")
    alert_3: Mapped[int] = mapped_column(default=60, server_default="60")
    alert_4: Mapped[int] = mapped_column(default=90, server_default="90")
    skill_first: Mapped[int] = mapped_column(default=40, server_default="40")
    swamped: Mapped[int] = mapped_column(default=10, server_default="10")
    swamped_until: Mapped[datetime | None]
    on_call_wait: Mapped[int] = mapped_column(default=15, server_default="15")


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
