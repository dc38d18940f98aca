"""Erased means gone from the disk too: SQLite's log is emptied, PostgreSQL's tables with words are written anew."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from app.core import counter, db
from app.core.unit import unit_of_work

log = logging.getLogger(__name__)
# A chat waits no longer than this while a table is written anew, and nobody waits for us to get a table for ourselves.
MOST_SECONDS, LOCK_MS = 1.0, 100
# Put off so often for so long, it is done all the same, and a chat may wait.
PATIENCE_SECONDS, AT_LAST_SECONDS = 6 * 3600, 30.0
SAY_SO_SECONDS = 120
_put_off: float | None = None
_said: float = 0.0
# Where words were counted once, until that table was written anew as well.
_statistics: set[str] = set()


def words_gone() -> None:
    """Notes, in the open unit of work, that words were taken out of the tables: the disk is to follow."""
    counter.bump(counter.ERASED)


def clean(words: Mapping[str, Collection[str]]) -> int:
    """Cleans the disk where words were erased since it was cleaned last; a verb of the ticker. Returns 1 if it did.

    `words` names every table, and its columns, that can hold somebody's words. Whatever stands in the way only puts it off.
    """
    erased = counter.value(counter.ERASED)
    if erased == counter.value(counter.CLEANED):
        return 0
    hour = int(time.time() // 3600)
    if db.is_sqlite():
        done = sweep_file()
    elif hour == counter.value(counter.CLEANED_HOUR):
        return 0
    else:
        done = rewrite(words, AT_LAST_SECONDS if _late(PATIENCE_SECONDS) else MOST_SECONDS)
    if not done:
        _put_it_off()
        return 0
    _forget_delay()
    with unit_of_work():
        counter.put(counter.CLEANED, erased)
        counter.put(counter.CLEANED_HOUR, hour)
    return 1


def sweep_file() -> bool:
    """SQLite: moves the write-ahead log into the file and empties it, so erased bytes are nowhere on disk.

    False where somebody was reading just then: the bytes are still there, and it must be tried again.
    """
    db.session.rollback()  # a read of our own would be that reader
    with db.log_alone(), db.engine().connect() as connection:
        busy: int = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()
    return not busy


def rewrite(words: Mapping[str, Collection[str]], seconds: float = MOST_SECONDS) -> bool:
    """PostgreSQL: writes each table anew, with what hangs on it: a plain VACUUM leaves the bytes on their pages.

    False where one could not be had, took too long, or holds rows that somebody's old transaction may still look at.
    """
    db.session.rollback()
    kept_back: list[str] = []
    try:
        with _alone(seconds, kept_back) as connection:
            out_of_statistics(connection, words)
            _forget_statistics(connection, words)
            for table in (*words, *_statistics):
                connection.execute(text(f'VACUUM (FULL, VERBOSE) "{table}"'))
    except DBAPIError:
        return False
    if any(int(found[0]) for found in (re.findall(r"\d+", one) for one in kept_back) if found):
        return False
    _statistics.clear()
    return True


def keep_out_of_statistics(words: Mapping[str, Collection[str]]) -> None:
    """PostgreSQL copies common values of a column into its statistics, where no erasing finds them: not of these."""
    if not db.is_sqlite():
        with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            out_of_statistics(connection, words)


def out_of_statistics(connection: Connection, words: Mapping[str, Collection[str]]) -> None:
    """The same on a connection of somebody's own, in its transaction."""
    counted = text(
        "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(:table)"
        " AND attname = ANY(:columns) AND attstattarget IS DISTINCT FROM 0"
    )
    for table, columns in words.items():
        for name in connection.scalars(counted, {"table": table, "columns": list(columns)}).all():
            connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" SET STATISTICS 0'))


def _forget_statistics(connection: Connection, words: Mapping[str, Collection[str]]) -> None:
    """What was counted before these columns were kept out: a column that is told its own type loses it."""
    counted = text(
        "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = to_regclass(:table)"
        " AND attname IN (SELECT attname FROM pg_stats WHERE tablename = :table AND attname = ANY(:columns))"
    )
    there = [
        (table, *row)
        for table, columns in words.items()
        for row in connection.execute(counted, {"table": table, "columns": list(columns)})
    ]
    for table, name, kind in there:
        _statistics.add("pg_statistic")
        connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{name}" TYPE {kind}'))


@contextmanager
def _alone(seconds: float, notices: list[str]) -> Iterator[Connection]:
    """A connection that is never used again, outside any transaction; what it is told lands in `notices`."""
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver: Any = connection.connection.driver_connection
        connection.detach()
        driver.add_notice_handler(lambda said: notices.append(said.message_detail or ""))
        connection.execute(text(f"SET lock_timeout = {LOCK_MS}"))
        connection.execute(text(f"SET statement_timeout = {int(seconds * 1000)}"))
        yield connection


def _late(seconds: float) -> bool:
    return _put_off is not None and time.monotonic() - _put_off > seconds


def _put_it_off() -> None:
    """Said in the log once it has lasted, and then once an hour: somebody's open transaction may be forgotten."""
    global _put_off, _said
    now = time.monotonic()
    _put_off = _put_off or now
    if now - _put_off > SAY_SO_SECONDS and (not _said or now - _said > 3600):
        _said = now
        log.warning("erased words are still on the disk: somebody has been reading for %d seconds", now - _put_off)


def _forget_delay() -> None:
    global _put_off, _said
    _put_off, _said = None, 0.0
