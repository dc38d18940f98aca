"""The audit log: who did what to which thing, each row sealed with the hash of the one before. Never any content."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, select, text

from app.core import clock, db
from app.core.db import changed, session
from app.core.ids import digest
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.permissions import Actor

FIRST = "0" * 64
# Any number that nothing else locks: on PostgreSQL two rows must not follow the same one.
LOCK = 0x56454A56
AT_A_TIME = 1000
keep_days = 365


@dataclass(frozen=True)
class Verdict:
    """What verify() found: how many rows hold, the last seal, and the first row that does not follow (or None)."""

    rows: int
    head: str
    broken: int | None


def configure(days: int) -> None:
    """Sets this installation's days; create_app() calls it once."""
    global keep_days
    keep_days = days


def forget_old() -> int:
    """Takes away rows past their days, oldest first; the chain begins at the next one. Returns how many."""
    last = session.execute(
        select(func.max(AuditEntry.id)).where(AuditEntry.at < clock.now() - clock.days(keep_days))
    ).scalar()
    return changed(delete(AuditEntry).where(AuditEntry.id <= (last or 0)))


def write(actor: Actor, action: str, thing: str) -> None:
    """Adds a row inside the open unit of work. `thing` is a kind and a public id, like `staff:Ab3…`."""
    if not db.is_sqlite():
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    session.flush()
    previous = session.execute(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)).scalar() or FIRST
    entry = AuditEntry(
        at=clock.now(), actor=actor.public_id[:40], action=action[:60], thing=thing[:80], previous=previous
    )
    entry.digest = seal(entry)
    session.add(entry)
    session.flush()


def seal(entry: AuditEntry) -> str:
    """The row's hash, over everything in it and the hash before."""
    parts = (entry.previous, entry.at.isoformat(timespec="microseconds"), entry.actor, entry.action, entry.thing)
    return digest("\x1f".join(parts))


def verify() -> Verdict:
    """Reads the whole log; the oldest row that is still kept is where the chain begins."""
    rows, head = 0, FIRST
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=AT_A_TIME)
    for entry in session.execute(query).scalars():
        follows = rows == 0 or entry.previous == head
        if not follows or entry.digest != seal(entry):
            return Verdict(rows, head, entry.id)
        rows, head = rows + 1, entry.digest
    return Verdict(rows, head, None)
