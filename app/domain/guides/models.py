"""Tables for matters, guides and their translations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id
from app.domain.accounts.models import StaffMember
from app.domain.directory.models import Service
from app.domain.guides.terms import DraftState, GuideStatus, TranslationState
from app.domain.places.models import Area


class Topic(Base):
    """A shelf that matters stand on."""

    __tablename__ = "topic"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    icon: Mapped[str] = mapped_column(String(20))
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    summaries: Mapped[dict[str, str]] = mapped_column(default=dict)


class Matter(Base):
    """What a person is stuck with. `code` is the stable slug others test against."""

    __tablename__ = "matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)
    urgent: Mapped[bool] = mapped_column(default=False)

    topic: Mapped[Topic] = relationship()
    names: Mapped[list[MatterName]] = relationship(cascade="all, delete-orphan", back_populates="matter")


class MatterName(Base):
    """What a matter is called in one language, and the words people use for it."""

    __tablename__ = "matter_name"
    __table_args__ = (UniqueConstraint("matter_id", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[list[str]] = mapped_column(default=list)

    matter: Mapped[Matter] = relationship(back_populates="names")


class Guide(Base):
    """Self-help for one matter in one country, or everywhere when `country` is empty."""

    __tablename__ = "guide"
    __table_args__ = (UniqueConstraint("matter_id", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    country: Mapped[str | None] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(20), default=GuideStatus.PUBLISHED)
    source_locale: Mapped[str] = mapped_column(String(10))
    minutes_low: Mapped[int]
    minutes_high: Mapped[int]
    safety_critical: Mapped[bool] = mapped_column(default=False)
    self_next_time: Mapped[bool] = mapped_column(default=False)
    cannot: Mapped[list[str]] = mapped_column(default=list)
    related: Mapped[list[str]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    matter: Mapped[Matter] = relationship()
    translations: Mapped[list[GuideTranslation]] = relationship(cascade="all, delete-orphan", back_populates="guide")
    services: Mapped[list[GuideService]] = relationship(cascade="all, delete-orphan", order_by="GuideService.position")


class GuideService(Base):
    """Who can: a service a guide points at, the likeliest first."""

    __tablename__ = "guide_service"
    __table_args__ = (UniqueConstraint("guide_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id", ondelete="CASCADE"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    service: Mapped[Service] = relationship()


class LocalRule(Base):
    """What an area's libraries do differently for one guide: a line of its own, a line of the guide taken away, or both.

    `strikes` is the digest of the line taken away, in the guide's source language; `texts` may be empty then.
    """

    __tablename__ = "local_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id", ondelete="CASCADE"), index=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(20))
    texts: Mapped[dict[str, str]] = mapped_column(default=dict)
    strikes: Mapped[str | None] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    area: Mapped[Area] = relationship()
    guide: Mapped[Guide] = relationship()


class GuideTranslation(Base):
    """A guide's text in one language. `cannot` has one sentence per reason of the guide, in the same order."""

    __tablename__ = "guide_translation"
    __table_args__ = (UniqueConstraint("guide_id", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default=TranslationState.UP_TO_DATE)
    title: Mapped[str] = mapped_column(String(160))
    summary: Mapped[str] = mapped_column(Text)
    bring: Mapped[list[str]] = mapped_column(default=list)
    warnings: Mapped[list[str]] = mapped_column(default=list)
    can: Mapped[list[str]] = mapped_column(default=list)
    cannot: Mapped[list[str]] = mapped_column(default=list)
    next_time: Mapped[str] = mapped_column(Text, default="")
    updated_at: Mapped[datetime] = mapped_column(default=now)

    guide: Mapped[Guide] = relationship(back_populates="translations")
    steps: Mapped[list[Step]] = relationship(cascade="all, delete-orphan", order_by="Step.position")


class Step(Base):
    """One thing to do: a heading, and how (Markdown)."""

    __tablename__ = "step"

    id: Mapped[int] = mapped_column(primary_key=True)
    translation_id: Mapped[int] = mapped_column(ForeignKey("guide_translation.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")


class GuideVote(Base):
    """One answer to "Did this help?". Nothing about who; the day, not the minute."""

    __tablename__ = "guide_vote"

    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guide.id", ondelete="CASCADE"), index=True)
    locale: Mapped[str] = mapped_column(String(10))
    helped: Mapped[str] = mapped_column(String(5))
    wrong: Mapped[str | None] = mapped_column(String(30))
    text: Mapped[str] = mapped_column(Text, default="")
    day: Mapped[date]


class GuideDraft(Base):
    """An answer from the desk that may become a guide: one member's own words, stripped, for the editors to take.

    `taken_by` is the editor who works on it, or who made something of it.
    """

    __tablename__ = "guide_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    locale: Mapped[str] = mapped_column(String(10))
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default=DraftState.OPEN, index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    matter: Mapped[Matter | None] = relationship()
    staff: Mapped[StaffMember | None] = relationship(foreign_keys=[staff_id])
    taken_by: Mapped[StaffMember | None] = relationship(foreign_keys=[taken_by_id])
