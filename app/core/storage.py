"""Whether writing works: every unit of work notices, and it is told once when it stops and once when it is back."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core import clock, db, events

log = logging.getLogger(__name__)
# SQLite's result codes: somebody else writes (BUSY, LOCKED); and what waiting does not help against: PERM, READONLY,
# IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB.
_LOCKED, _BROKEN = {5, 6}, {3, 8, 10, 11, 13, 14, 15, 26}
# PostgreSQL's classes: connection, resources (a full disk is 53100), operator, system, damaged; and "read only".
_CLASSES, _READ_ONLY = ("08", "53", "57", "58", "XX"), "25006"
# A key that must be unique is there already; a row that is pointed at is not there any more.
_TAKEN, _TAKEN_STATES = {787, 1555, 2067}, {"23503", "23505"}
_since: datetime | None = None
_back_at = float("-inf")


def failing_since() -> datetime | None:
    """Since when nothing can be saved, as far as this process knows; None while all is well."""
    return _since


def back_within(seconds: float) -> bool:
    """Whether saving has only just begun to work again: signs of life that could not be saved may be on their way."""
    return time.monotonic() - _back_at < seconds


def is_locked(error: DBAPIError) -> bool:
    """Whether another process writes just now: the one failure that goes away by waiting a little."""
    return _code(error) in _LOCKED


def is_trouble(error: DBAPIError) -> bool:
    """Whether the disk or the database is at fault, not the statement and not a colleague who was first."""
    code = _code(error)
    if code is not None:
        return code in _LOCKED | _BROKEN
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:
        return error.connection_invalidated or type(error.orig).__name__ == "OperationalError"
    return state == _READ_ONLY or state.startswith(_CLASSES)


def is_taken(error: DBAPIError) -> bool:
    """Whether a colleague who saved or removed the same thing at the same moment was first."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code in _TAKEN if code is not None else getattr(error.orig, "sqlstate", None) in _TAKEN_STATES


def failed(error: DBAPIError) -> None:
    """A write failed for good. The first time it is told and logged, in the database's words and never the row's."""
    global _since
    if _since is not None:
        return
    _since = clock.now()
    log.error("nothing can be saved: %s", _said(error))
    events.tell([events.StorageFailed()])


def worked() -> None:
    """Something was really written."""
    global _since, _back_at
    if _since is None:
        return
    _back_at = time.monotonic()
    log.warning("saving works again, after %d seconds", (clock.now() - _since).total_seconds())
    _since = None
    events.tell([events.StorageBack()])


def written(session: Session) -> int:
    """A number that grows when this session's open transaction writes; asked only while writing is in doubt."""
    if db.is_sqlite():
        return int(session.connection().connection.driver_connection.total_changes)  # type: ignore[union-attr]
    found = session.connection().exec_driver_sql("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
    return int(found.scalar_one())


def _code(error: DBAPIError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _said(error: DBAPIError) -> str:
    """SQLite's sentences never quote a row; PostgreSQL's may, so of them only the kind is told."""
    if _code(error) is not None:
        return str(error.orig)
    return f"{type(error.orig).__name__} {getattr(error.orig, 'sqlstate', None) or ''}".strip()
