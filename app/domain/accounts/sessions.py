"""Log-ins begin, are seen, and end. Tokens are hashed here; the token itself lives in the cookie alone."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from app.core import clock
from app.core.db import session
from app.core.errors import Invalid
from app.core.ids import digest, new_token
from app.core.unit import record
from app.domain.accounts.events import StaffSessionsEnded
from app.domain.accounts.models import StaffMember, StaffSession
from app.domain.accounts.tokens import ABSOLUTE


def begin(person: StaffMember, before: str | None = None) -> str:
    """A new log-in; its token. `before`, whatever this browser had, stops working: a token is never taken over."""
    if not person.active:
        raise Invalid("login_wrong")
    if before:
        end_token(before)
    session.execute(delete(StaffSession).where(StaffSession.created_at < clock.now() - ABSOLUTE))
    token = new_token()
    session.add(StaffSession(token_hash=digest(token), staff_id=person.id))
    return token


def touch(session_id: int) -> None:
    """They were here just now."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.id == session_id, StaffSession.revoked_at.is_(None))
        .values(last_seen_at=clock.now())
    )


def end_token(token: str) -> None:
    """Logs this one browser out."""
    _end(session.execute(select(StaffSession).where(StaffSession.token_hash == digest(token))).scalar_one_or_none())


def end_one(person: StaffMember, handle: str) -> None:
    """Ends one of a person's own log-ins; a handle that is not theirs does nothing."""
    rows = session.execute(select(StaffSession).where(StaffSession.staff_id == person.id)).scalars()
    _end(next((row for row in rows if row.handle == handle), None))


def end_all(person: StaffMember, keep_token: str | None = None) -> None:
    """Ends every log-in of a person, but the one in whose browser they sit."""
    query = update(StaffSession).where(StaffSession.staff_id == person.id, StaffSession.revoked_at.is_(None))
    if keep_token:
        query = query.where(StaffSession.token_hash != digest(keep_token))
    session.execute(query.values(revoked_at=clock.now()))
    record(StaffSessionsEnded(person.public_id, person.id))


def _end(row: StaffSession | None) -> None:
    if row is None or row.revoked_at is not None:
        return
    row.revoked_at = clock.now()
    record(StaffSessionsEnded(row.staff.public_id, row.staff.id))
