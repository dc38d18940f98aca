"""The unit of work: the only place that commits, and where facts wait until they are true."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.orm import Session

from app.core import db, events, standby, storage
from app.core.errors import Conflict, Unavailable

PATIENCE_SECONDS = 5.0
# While another process holds SQLite's file, the first in line asks again this often; everybody else goes on meanwhile.
ASK_AGAIN_SECONDS = 0.02
# One writer a process: a greenlet that waits *inside* SQLite freezes everybody, the lock's holder included.
_writer = threading.Lock()
_here = threading.local()
# Committed, and not on the disk yet.
_untold: set[Unit] = set()


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
def unit_of_work(patience: float = PATIENCE_SECONDS) -> Iterator[Unit]:
    """Begins, yields a `Unit`, commits, then tells the facts: nobody hears of anything that is not on the disk.

    Everything read before is re-read inside. Nothing inside may wait for a network or another greenlet.
    Raises Unavailable when the database cannot be written: within `patience` where another process writes, at once
    where the disk is full or refuses; nothing is saved then. Raises Conflict("saved_meanwhile") where somebody saved or
    removed the same thing at the same moment: what the services look at first, PostgreSQL may change before they write.
    """
    if getattr(_here, "unit", None) is not None:
        raise RuntimeError("a unit of work is already open")
    session = db.session()
    unit = Unit(session)
    _here.unit = unit
    trouble: DBAPIError | None = None
    saves = False
    try:
        with _turn(patience):
            saves = yield from _carried_out(session, unit, patience)
        _brought_to_disk(unit)
    except NoneFree as error:  # every connection to the database is in use, and none became free in time
        raise Unavailable("database_unavailable") from error
    except DBAPIError as error:
        if storage.is_taken(error):
            raise Conflict("saved_meanwhile") from error
        if not isinstance(error, OperationalError) and not storage.is_trouble(error):
            raise
        impatient = storage.is_locked(error) and patience < PATIENCE_SECONDS
        trouble = error if storage.is_trouble(error) and not impatient else None
        raise Unavailable("database_unavailable") from error
    finally:
        _here.unit = None
        if trouble is not None:
            storage.failed(trouble)
    if saves:
        storage.worked()
    events.tell(unit.outbox)


def wait_for(about: Callable[[events.Event], bool]) -> None:
    """Before a reader is told of it: where such a fact is committed but not on the disk yet, waits until it is."""
    if any(about(fact) for unit in tuple(_untold) for fact in unit.outbox):
        db.settle()


def _brought_to_disk(unit: Unit) -> None:
    """Outside the turn: others write meanwhile, and what they wrote reaches the disk together with this."""
    _untold.add(unit)
    try:
        db.settle()
    finally:
        _untold.discard(unit)


def record(event: events.Event) -> None:
    """Remembers a fact in the open unit of work; outside one it is a programming error."""
    unit: Unit | None = getattr(_here, "unit", None)
    if unit is None:
        raise RuntimeError("a fact was recorded outside a unit of work")
    unit.record(event)


def _carried_out(session: Session, unit: Unit, patience: float) -> Generator[Unit, None, bool]:
    """One transaction from begin to commit; whether it proves that saving works, where that was in doubt."""
    try:
        # The read transaction of this request ends here: its snapshot may be old.
        session.rollback()
        session.expire_all()
        _begin(session, patience)
        standby.refuse(session)
        doubted = storage.failing_since() is not None
        before = storage.written(session) if doubted else 0
        yield unit
        session.flush()
        proven = doubted and storage.written(session) > before
        with standby.watched():
            session.commit()
        db.committed()
        return proven
    except BaseException:
        _undo(session)
        raise


def _undo(session: Session) -> None:
    """Back to before; where even that fails the connection is thrown away, and the transaction with it."""
    try:
        session.rollback()
    except SQLAlchemyError:
        session.invalidate()


@contextmanager
def _turn(patience: float) -> Iterator[None]:
    """SQLite: this greenlet is the one that may write. Waiting here costs nobody anything."""
    if not db.is_sqlite():
        yield
        return
    if not _writer.acquire(timeout=patience):
        raise Unavailable("database_unavailable")
    try:
        yield
    finally:
        _writer.release()


def _begin(session: Session, patience: float) -> None:
    """Takes the write lock. Only "somebody else is writing" is worth waiting for."""
    if not db.is_sqlite():
        session.connection()
        return
    deadline = time.monotonic() + patience
    while True:
        try:
            session.connection(execution_options={"immediate": True})
            return
        except DBAPIError as error:
            session.rollback()
            if not storage.is_locked(error) or time.monotonic() > deadline:
                raise
        time.sleep(ASK_AGAIN_SECONDS)  # the first in line keeps its place; other greenlets work
