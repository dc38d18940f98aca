"""One at a time: two programs that bring the same database up to date would each undo half of the other's work."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from app.cli import Refused
from app.config import Settings
from app.core import db

LOCK = ".up-to-date.lock"
# Any number, as long as nothing else of ours on this database takes it.
NUMBER = 7_305_001
PATIENCE_SECONDS, LOOK_SECONDS = 900, 0.2
BUSY = "Another ./vejviser run or upgrade is working on this database just now"


@contextmanager
def one_at_a_time(settings: Settings, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Waits for whoever is at it, on this host or (with PostgreSQL) on another; Refused when patience has ended.

    Both locks go by themselves with the process that holds them.
    """
    until = time.monotonic() + patience
    with _on_this_host(settings.data_dir / LOCK, until):
        if settings.is_sqlite:
            yield
            return
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()  # it goes with us, not back into a pool
            _wait(lambda: _taken(connection), until)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": NUMBER})


@contextmanager
def _on_this_host(path: Path, until: float) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(lambda: _locked(handle), until)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken(connection: Connection) -> bool:
    return bool(connection.execute(text("SELECT pg_try_advisory_lock(:number)"), {"number": NUMBER}).scalar())


def _wait(mine: Callable[[], bool], until: float) -> None:
    told = False
    while not mine():
        if time.monotonic() >= until:
            raise Refused(f"{BUSY}.")
        if not told:
            print(f"{BUSY}; waiting for it.", flush=True)
            told = True
        time.sleep(LOOK_SECONDS)
