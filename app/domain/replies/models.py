"""Tables for prepared replies: what is said again and again, in every language it is said in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id
from app.domain.accounts.models import StaffMember


class PreparedReply(Base):
    """One reply. `owner` is who wrote it for themselves; without one it is everybody's.

    `revision` counts changes of what is said in any language; `source_locale` is the language it is written in, which
    the others follow. `shortcut` is what is typed after the slash. `proposed_at`: its owner offers it to everybody.
    """

    __tablename__ = "prepared_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id", ondelete="SET NULL"), index=True)
    shortcut: Mapped[str] = mapped_column(String(40), index=True)
    source_locale: Mapped[str] = mapped_column(String(10))
    revision: Mapped[int] = mapped_column(default=1)
    used: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    proposed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]

    owner: Mapped[StaffMember | None] = relationship()
    texts: Mapped[list[ReplyText]] = relationship(
        back_populates="reply", cascade="all, delete-orphan", order_by="ReplyText.locale"
    )


class ReplyText(Base):
    """The reply in one language. `of_revision` is the revision of the source it says; an older one is out of date."""

    __tablename__ = "reply_text"
    __table_args__ = (UniqueConstraint("reply_id", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("prepared_reply.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    of_revision: Mapped[int] = mapped_column(default=1)

    reply: Mapped[PreparedReply] = relationship(back_populates="texts")


class ReplyRevision(Base):
    """What a reply said at a revision that was sent: {locale: text}. A log shows what was said, not what is said now."""

    __tablename__ = "reply_revision"

    reply_id: Mapped[int] = mapped_column(ForeignKey("prepared_reply.id", ondelete="CASCADE"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    texts: Mapped[dict[str, str]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
