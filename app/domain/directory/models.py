"""Tables for outside bodies; column names follow Open Referral HSDS 3.0 where it has the field.

A row with an `origin` came with a package of that code: `imported` is its HSDS object as it was read, so that
it can be given on whole; the columns are what our pages and filters read of it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import new_uuid, public_id
from app.domain.places.models import Area


class FromPackage:
    """What a thing has that may have come with a package: whose it is, and its document as it was read."""

    origin: Mapped[str | None] = mapped_column(String(80), index=True)
    imported: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Organization(FromPackage, Base):
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
    hsds_id: Mapped[str | None] = mapped_column(String(36), index=True, unique=True, default=new_uuid)
    alternate_name: Mapped[str | None] = mapped_column(String(200))
    parent: Mapped[str | None] = mapped_column(String(60))
    website_languages: Mapped[list[str]] = mapped_column(default=list)
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    services: Mapped[list[Service]] = relationship(
        back_populates="organization", order_by="Service.position", cascade="all, delete-orphan"
    )


class Service(FromPackage, Base):
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
    hsds_id: Mapped[str | None] = mapped_column(String(36), index=True, unique=True, default=new_uuid)
    status: Mapped[str] = mapped_column(String(20), default="active")
    general: Mapped[bool] = mapped_column(default=False)
    application_process: Mapped[dict[str, str]] = mapped_column(default=dict)
    eligibility: Mapped[dict[str, str]] = mapped_column(default=dict)
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    fees: Mapped[dict[str, str]] = mapped_column(default=dict)
    cost_options: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    alert: Mapped[dict[str, str]] = mapped_column(default=dict)
    alert_until: Mapped[date | None]
    url_languages: Mapped[list[str]] = mapped_column(default=list)
    holidays: Mapped[str | None] = mapped_column(String(10))
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    terms: Mapped[list[TaxonomyTerm]] = relationship(secondary="service_term", order_by="TaxonomyTerm.position")
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
    hsds_id: Mapped[str | None] = mapped_column(String(36), index=True, unique=True, default=new_uuid)
    languages: Mapped[list[str]] = mapped_column(default=list)
    schedule: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    schedule_source: Mapped[str | None] = mapped_column(String(300))

    service: Mapped[Service] = relationship(back_populates="phones")


class Taxonomy(FromPackage, Base):
    """A way of sorting services: our shelves, our kinds of bodies, or one that came with a package."""

    __tablename__ = "taxonomy"

    id: Mapped[int] = mapped_column(primary_key=True)
    hsds_id: Mapped[str] = mapped_column(String(36), unique=True, default=new_uuid)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    uri: Mapped[str | None] = mapped_column(String(300))
    version: Mapped[str | None] = mapped_column(String(40))
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    terms: Mapped[list[TaxonomyTerm]] = relationship(
        back_populates="taxonomy", order_by="TaxonomyTerm.position", cascade="all, delete-orphan"
    )


class TaxonomyTerm(FromPackage, Base):
    """One shelf or kind. `code` is unique in its taxonomy."""

    __tablename__ = "taxonomy_term"
    __table_args__ = (UniqueConstraint("taxonomy_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hsds_id: Mapped[str] = mapped_column(String(36), unique=True, default=new_uuid)
    taxonomy_id: Mapped[int] = mapped_column(ForeignKey("taxonomy.id", ondelete="CASCADE"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("taxonomy_term.id", ondelete="SET NULL"), index=True)
    code: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    taxonomy: Mapped[Taxonomy] = relationship(back_populates="terms")


class ServiceTerm(Base):
    """Which shelves and kinds a service belongs to."""

    __tablename__ = "service_term"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    term_id: Mapped[int] = mapped_column(
        ForeignKey("taxonomy_term.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Location(FromPackage, Base):
    """A place one can go to. A branch of a library is the location of its area; others belong to an organization.

    `address` holds HSDS's own keys (address_1, postal_code, city…). Assured by a person, never by a save.
    """

    __tablename__ = "location"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    hsds_id: Mapped[str] = mapped_column(String(36), unique=True, default=new_uuid)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), unique=True)
    location_type: Mapped[str] = mapped_column(String(20), default="physical")
    name: Mapped[dict[str, str]] = mapped_column(default=dict)
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    address: Mapped[dict[str, str]] = mapped_column(default=dict)
    schedule: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    schedule_source: Mapped[str | None] = mapped_column(String(300))
    holidays: Mapped[str | None] = mapped_column(String(10))
    exceptions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    assured_date: Mapped[date | None]
    assured_by: Mapped[str | None] = mapped_column(String(80))
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    area: Mapped[Area | None] = relationship()
    organization: Mapped[Organization | None] = relationship()


class ServiceAtLocation(FromPackage, Base):
    """A service that is given at a location, with what differs there."""

    __tablename__ = "service_at_location"
    __table_args__ = (UniqueConstraint("service_id", "location_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hsds_id: Mapped[str] = mapped_column(String(36), unique=True, default=new_uuid)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"), index=True)
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    last_modified: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    service: Mapped[Service] = relationship()
    location: Mapped[Location] = relationship()


class Package(Base):
    """An HSDS package that was imported: whose it is, from where, when, and how much was in it."""

    __tablename__ = "hsds_package"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    publisher: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(10))
    digest: Mapped[str] = mapped_column(String(64))
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    imported_at: Mapped[datetime] = mapped_column(default=now)


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


class LinkCheck(Base):
    """An outside address that the job looked at, by itself. `said`: what came back; `silent_since`: nothing good since then."""

    __tablename__ = "link_check"

    url: Mapped[str] = mapped_column(String(300), primary_key=True)
    checked_at: Mapped[datetime]
    silent_since: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(String(20))
