"""Tables for outside bodies; column names follow Open Referral HSDS 3.0 where it has the field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id


class Organization(Base):
    """A bank, an authority, an e-ID issuer."""

    __tablename__ = "organization"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    country: Mapped[str | None] = mapped_column(String(2))
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    website: Mapped[str | None] = mapped_column(String(300))
    website_state: Mapped[str | None] = mapped_column(String(20))
    website_source: Mapped[str | None] = mapped_column(String(300))
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    services: Mapped[list[Service]] = relationship(
        back_populates="organization", order_by="Service.position", cascade="all, delete-orphan"
    )


class Service(Base):
    """One thing an organization does for people: what guides, outcomes and referrals point at."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    cannot: Mapped[dict[str, str]] = mapped_column(default=dict)
    documents: Mapped[dict[str, list[str]]] = mapped_column(default=dict)
    urgent: Mapped[bool] = mapped_column(default=False)
    url: Mapped[str | None] = mapped_column(String(300))
    url_state: Mapped[str | None] = mapped_column(String(20))
    areas: Mapped[list[str]] = mapped_column(default=list)
    languages: Mapped[list[str]] = mapped_column(default=list)
    schedule: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    schedule_source: Mapped[str | None] = mapped_column(String(300))
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    organization: Mapped[Organization] = relationship(back_populates="services", lazy="joined")
    phones: Mapped[list[Phone]] = relationship(
        back_populates="service", order_by="Phone.position", cascade="all, delete-orphan"
    )


class Phone(Base):
    """A number with where it came from. Whether it may be shown is decided by its checks, never by this row."""

    __tablename__ = "phone"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[dict[str, str]] = mapped_column(default=dict)
    confidence: Mapped[str | None] = mapped_column(String(1))
    source: Mapped[str | None] = mapped_column(String(300))
    urgent: Mapped[bool] = mapped_column(default=False)

    service: Mapped[Service] = relationship(back_populates="phones")


class ContactCheck(Base):
    """Somebody looked a phone or a link up at its owner: who, when, where, what they saw. Never edited.

    `value` is the number or address as it stood: a check of yesterday's number says nothing of today's.
    """

    __tablename__ = "contact_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    phone_id: Mapped[int | None] = mapped_column(ForeignKey("phone.id", ondelete="SET NULL"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="SET NULL"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="SET NULL"), index=True)
    value: Mapped[str] = mapped_column(String(300))
    result: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    checker_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    checked_at: Mapped[datetime] = mapped_column(default=now)
