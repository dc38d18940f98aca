"""SQLite in a serving process: what was committed is brought to the disk by a thread, for all who wait for it at once.

A commit with `synchronous=FULL` waits for the disk inside SQLite, and with it everybody in the process. So here a commit
only writes into the log (a killed process loses nothing of it), and `core.unit` says nothing to anybody, neither the
answer nor a fact, before `settle` has seen the log on the disk. Elsewhere, and in tests, SQLite waits itself.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from typing import Any
from urllib.parse import quote

from gevent.lock import BoundedSemaphore
from gevent.threadpool import ThreadPool

# After so many commits a thread moves the log into the file. Only a log that still grows so long is moved by a commit.
TIDY_EVERY, LOG_PAGES = 100, 8000
_to_disk = getattr(os, "fdatasync", os.fsync)


class Log:
    """The log of one database. Commits are counted; all up to `_safe` are on the disk."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._turn = BoundedSemaphore(1)
        self._written = self._safe = self._tidied = 0
        self._tidying: Any = None
        self._doubted = False

    def wrote(self) -> None:
        """A commit has written into the log."""
        self._written += 1

    def settle(self) -> None:
        """Comes back when everything committed so far is on the disk, whoever wrote it; sqlite3.Error where it cannot be.

        Whoever is first in line does it for all who came meanwhile.
        """
        wanted = self._written
        while self._safe < wanted:
            with self._turn:
                if self._safe < wanted:
                    self._save()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No thread touches the files meanwhile."""
        with self._turn:
            if self._tidying is not None:
                self._tidying.wait()
            yield

    def _save(self) -> None:
        upto = self._written
        failed = _pool().apply(_caught, (self._sync if not self._doubted else self._write_elsewhere,))
        self._doubted = failed is not None
        if failed is not None:
            raise failed
        self._safe = upto
        if upto - self._tidied >= TIDY_EVERY and (self._tidying is None or self._tidying.ready()):
            self._tidied = upto
            self._tidying = _pool().spawn(_caught, self._tidy)

    def _sync(self) -> None:
        # By name each time: when the last connection closes, the log is removed, and later made anew.
        with suppress(FileNotFoundError):
            log = os.open(f"{self._file}-wal", os.O_RDONLY)
            try:
                _to_disk(log)
            finally:
                os.close(log)

    def _tidy(self) -> None:
        self._move("PASSIVE")

    def _write_elsewhere(self) -> None:
        """A kernel says only once that it could not write; after that, the log is not to be believed."""
        if self._move("TRUNCATE"):
            raise sqlite3.OperationalError("the log is in use")

    def _move(self, how: str) -> int:
        where = f"file:{quote(self._file)}?mode=rw"
        with closing(sqlite3.connect(where, uri=True, timeout=0, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=FULL")
            busy: int = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()[0]
        return busy


def _caught(work: Callable[[], None]) -> sqlite3.Error | None:
    """gevent would print what a thread raises."""
    try:
        work()
    except sqlite3.Error as error:
        return error
    except OSError as error:
        failed = sqlite3.OperationalError(f"the log did not reach the disk: {error.strerror}")
        failed.sqlite_errorcode = sqlite3.SQLITE_IOERR
        return failed
    return None


@cache
def _pool() -> ThreadPool:
    # One that brings the log to the disk, one that tidies.
    return ThreadPool(2)
