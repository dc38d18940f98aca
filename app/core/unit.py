"""The unit of work: the only place that commits, and where facts wait until they are true."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.core import db, events
from app.core.errors import Unavailable

PATIENCE_SECONDS = 5.0
# One writer a process: a greenlet that waits *inside* SQLite freezes everybody, the lock's holder included.
_writer = threading.Lock()
_here = threading.local()


class Unit:
    """One transaction with its outbox."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._outbox: list[events.Event] = []

    def record(self, event: events.Event) -> None:
        """Remembers a fact; it is told after commit, and never if the unit fails."""
        self._outbox.append(event)

    @property
    def outbox(self) -> tuple[events.Event, ...]:
        return tuple(self._outbox)


@contextmanager
def unit_of_work() -> Iterator[Unit]:
    """Begins, yields a `Unit`, commits, then tells the facts.

    Everything read before is re-read inside. Nothing inside may wait for a network or another greenlet.
    Raises Unavailable when the database cannot be written within five seconds; nothing is saved then.
    """
    if getattr(_here, "unit", None) is not None:
        raise RuntimeError("a unit of work is already open")
    session = db.session()
    unit = Unit(session)
    _here.unit = unit
    locked = False
    try:
        # The read transaction of this request ends here: its snapshot may be old.
        session.rollback()
        session.expire_all()
        locked = _begin(session)
        yield unit
        session.flush()
        session.commit()
    except OperationalError as error:
        session.rollback()
        raise Unavailable("database_unavailable") from error
    except BaseException:
        session.rollback()
        raise
    finally:
        _here.unit = None
        if locked:
            _writer.release()
    events.tell(unit.outbox)


def record(event: events.Event) -> None:
    """Remembers a fact in the open unit of work; outside one it is a programming error."""
    unit: Unit | None = getattr(_here, "unit", None)
    if unit is None:
        raise RuntimeError("a fact was recorded outside a unit of work")
    unit.record(event)


def _begin(session: Session) -> bool:
    """Takes the write lock; True where the process-wide lock is held and must be released."""
    if not db.is_sqlite():
        session.connection()
        return False
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        if not _writer.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise Unavailable("database_unavailable")
        try:
            session.connection(execution_options={"immediate": True})
            return True
        except DBAPIError as error:
            _writer.release()
            session.rollback()
            if time.monotonic() > deadline:
                raise Unavailable("database_unavailable") from error
        except BaseException:
            _writer.release()
            raise
        time.sleep(0.02)  # another process holds the file; let other greenlets work
