"""Tables for staff members, their sessions and invitations, and the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id
from app.domain.accounts.terms import RANK, Role, Shown


def is_active(row: Any) -> bool:
    """Whether this row's person works here, and has a password."""
    return row.disabled_at is None and row.password_hash is not None


class StaffMember(Base):
    """A person on the central team.

    `shown`: what visitors see of them. `notify`: {event: [ways]}, what reaches them outside the desk, and how.
    `totp`: the sealed secret of their authenticator, empty without one; `totp_step`: the last step used, so that no
    number opens twice.
    """

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20), default=Role.STAFF)
    languages: Mapped[list[str]] = mapped_column(default=list)
    limit: Mapped[int] = mapped_column("chat_limit", default=3)
    demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    disabled_at: Mapped[datetime | None]
    shown: Mapped[str] = mapped_column(String(10), default=Shown.NAME, server_default=Shown.NAME)
    notify: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    totp: Mapped[str | None] = mapped_column(String(200))
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def active(self) -> bool:
        return is_active(self)

    def has_role(self, role: Role) -> bool:
        return RANK[Role(self.role)] >= RANK[role]

    # What flask-login asks of a user; spelled out here because nothing below the faces may import it.
    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    @property
    def is_active(self) -> bool:
        return self.active

    def get_id(self) -> str:
        return self.public_id


class StaffSession(Base):
    """One log-in on one machine. We keep the token's hash; the token lives in the cookie alone."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    revoked_at: Mapped[datetime | None]

    staff: Mapped[StaffMember] = relationship(lazy="joined")

    @property
    def handle(self) -> str:
        """Names this session on its owner's page; half a hash opens nothing."""
        return self.token_hash[:32]


class Invitation(Base):
    """A one-use link to choose a password: for a new colleague, or one who forgot."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    staff: Mapped[StaffMember] = relationship(lazy="joined")


class RecoveryCode(Base):
    """Opens an account once where the authenticator is lost. Hashes only."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]


class Skill(Base):
    """Something not everybody on the team can: fees, children's books, e-ID. `names`: what it is called, by language."""

    __tablename__ = "skill"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]


class StaffSkill(Base):
    """That somebody has a skill."""

    __tablename__ = "staff_skill"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    skill_id: Mapped[int] = mapped_column(ForeignKey("skill.id", ondelete="CASCADE"), primary_key=True, index=True)


class PushSubscription(Base):
    """One browser of a staff member's that wants to be woken (web push): its address there, and its public keys."""

    __tablename__ = "push_subscription"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    endpoint: Mapped[str] = mapped_column(Text)
    endpoint_hash: Mapped[str] = mapped_column(String(64), unique=True)
    p256dh: Mapped[str] = mapped_column(String(120))
    auth: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime] = mapped_column(default=now)
    failed_at: Mapped[datetime | None]


class AuditEntry(Base):
    """Who did what to which thing; append-only, each row carries the hash of the one before. No content."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60))
    thing: Mapped[str] = mapped_column(String(80))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
