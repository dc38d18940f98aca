"""Reads about the people who work here; nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from app.core import clock
from app.core.db import session
from app.core.errors import Invalid, NotFound
from app.core.ids import digest
from app.core.quick import Quick, given
from app.domain.accounts import passwords
from app.domain.accounts.models import Invitation, StaffMember, StaffSession, is_active
from app.domain.accounts.terms import Role
from app.domain.accounts.tokens import holds, in_time, worth_noting

__all__ = ["StaffMember", "StaffSession"]
# Built once: every request and every heartbeat of a colleague asks this.
_LOG_IN = select(StaffSession).where(StaffSession.token_hash == bindparam("hash"))
_LOG_IN_AGAIN = _LOG_IN.execution_options(populate_existing=True)
_session, _staff = StaffSession.__table__, StaffMember.__table__
_WHO = Quick(
    select(_session.c.revoked_at, _session.c.last_seen_at, _session.c.created_at, _staff.c.id, _staff.c.public_id,
           _staff.c.name, _staff.c.role, _staff.c.totp, _staff.c.disabled_at, _staff.c.password_hash)
    .join(_staff, _staff.c.id == _session.c.staff_id)
    .where(_session.c.token_hash == given("hash"))
)  # fmt: skip


@dataclass(frozen=True)
class LoggedIn:
    """Who a log-in belongs to, as far as the busiest roads ask. `due`: that they are here is to be noted again."""

    id: int
    public_id: str
    name: str
    role: Role
    totp: bool
    due: bool


@dataclass(frozen=True)
class TeamRow:
    """A colleague in the list, and when they were last logged in."""

    member: StaffMember
    last_seen: datetime | None


def live_session(token: str) -> StaffSession | None:
    """The log-in this token opens, if it still holds."""
    row = session.execute(_LOG_IN, {"hash": digest(token)}).scalar_one_or_none()
    return row if row is not None and holds(row, clock.now()) else None


def logged_in(token: str) -> LoggedIn | None:
    """The same without a session and its objects."""
    row, moment = _WHO.first(hash=digest(token)), clock.now()
    if row is None or not is_active(row) or not in_time(row, moment):
        return None
    return LoggedIn(row.id, row.public_id, row.name, Role(row.role), bool(row.totp), worth_noting(row, moment))


def staff_of_token(token: str) -> StaffMember | None:
    """Whose log-in this is, read again each time: sockets ask this on every event."""
    row = session.execute(_LOG_IN_AGAIN, {"hash": digest(token)}).scalar_one_or_none()
    return row.staff if row is not None and holds(row, clock.now()) else None


def active_member(public_id: str) -> StaffMember | None:
    """The person, unless disabled or still without a password."""
    found = session.execute(select(StaffMember).where(StaffMember.public_id == public_id)).scalar_one_or_none()
    return found if found is not None and found.active else None


def member(public_id: str) -> StaffMember:
    """Any colleague, disabled ones too; NotFound for a wrong id."""
    found = session.execute(select(StaffMember).where(StaffMember.public_id == public_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def member_by_email(email: str) -> StaffMember | None:
    return session.execute(select(StaffMember).where(StaffMember.email == normal_email(email))).scalar_one_or_none()


def normal_email(typed: str) -> str:
    """The one spelling we keep: people do not remember which letters they wrote large."""
    return typed.strip().lower()


def authenticate(email: str, password: str) -> StaffMember:
    """The person whose password this is. Wrong, unknown, invited and disabled look the same and take as long."""
    found = member_by_email(email[:254])
    right = passwords.fits(found.password_hash if found else None, password)
    if not right or found is None or not found.active:
        raise Invalid("login_wrong")
    return found


def team() -> list[TeamRow]:
    """Everybody, the working ones first, by name."""
    latest = func.max(StaffSession.last_seen_at).label("at")
    last = select(StaffSession.staff_id, latest).group_by(StaffSession.staff_id).subquery()
    rows = session.execute(
        select(StaffMember, last.c.at)
        .outerjoin(last, last.c.staff_id == StaffMember.id)
        .order_by(StaffMember.disabled_at.is_not(None), func.lower(StaffMember.name))
    )
    return [TeamRow(row[0], row[1]) for row in rows]


def anybody() -> bool:
    """Whether a single staff member exists."""
    return session.execute(select(StaffMember.id).limit(1)).first() is not None


def other_coordinators(than: StaffMember) -> int:
    """How many others could still run the team. Invited ones cannot yet."""
    query = select(func.count()).where(
        StaffMember.role == Role.COORDINATOR,
        StaffMember.disabled_at.is_(None),
        StaffMember.password_hash.is_not(None),
        StaffMember.id != than.id,
    )
    return session.execute(query).scalar_one()


def sessions_of(person: StaffMember) -> Sequence[StaffSession]:
    """Their log-ins that still hold, the latest first."""
    rows = session.execute(
        select(StaffSession)
        .where(StaffSession.staff_id == person.id, StaffSession.revoked_at.is_(None))
        .order_by(StaffSession.last_seen_at.desc())
    ).scalars()
    return [row for row in rows if holds(row, clock.now())]


def invitation(token: str) -> Invitation:
    """An unused link; used, expired, for somebody disabled and invented look the same."""
    found = session.execute(select(Invitation).where(Invitation.token_hash == digest(token))).scalar_one_or_none()
    over = found is None or found.used_at is not None or found.expires_at <= clock.now()
    if found is None or over or found.staff.disabled_at is not None:
        raise NotFound("invitation_over")
    return found
