"""What is committed reaches the disk before anybody hears of it, once for all who wait; a disk that fails is not believed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path

import gevent
import pytest

from app.core import saving
from app.core.saving import Log

ROOT = Path(__file__).resolve().parents[2]
_opened: list[str] = []
sys.addaudithook(lambda event, given: _opened.append(str(given[0])) if event == "open" else None)


_thread = ThreadPoolExecutor(1)


def apart(test: Callable[[Path], None]) -> Callable[[Path], None]:
    """Runs it in a thread with a loop of its own: in that of the tests stand others' greenlets, which would stop all."""

    @wraps(test)
    def held(tmp_path: Path) -> None:
        _thread.submit(test, tmp_path).result()

    return held


def database(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / "true.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "wal_autocheckpoint=0"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE line (words TEXT)")
    return connection


def fails_once(folder: Path) -> Path:
    """The database by another name, under which its log is something that no kernel brings to a disk."""
    other = folder / "other.db"
    other.symlink_to(folder / "true.db")
    (folder / "other.db-wal").symlink_to("/dev/null")
    return other


@apart
def test_it_works(tmp_path: Path) -> None:
    """Twenty who wait at the same time: the first for its own, one for all the others."""
    connection, log = database(tmp_path), Log(str(tmp_path / "true.db"))

    def say(number: int) -> None:
        connection.execute("INSERT INTO line VALUES (?)", (str(number),))
        log.wrote()
        log.settle()

    _opened.clear()
    gevent.joinall([gevent.spawn(say, number) for number in range(20)], raise_error=True)
    assert _opened.count(str(tmp_path / "true.db-wal")) == 2
    log.settle()
    assert _opened.count(str(tmp_path / "true.db-wal")) == 2, "nothing was written since"


@apart
def test_a_kernel_that_could_not_write_is_not_asked_again(tmp_path: Path) -> None:
    connection, log = database(tmp_path), Log(str(fails_once(tmp_path)))
    connection.execute("INSERT INTO line VALUES ('words')")
    log.wrote()
    with pytest.raises(sqlite3.OperationalError) as refused:
        log.settle()
    assert refused.value.sqlite_errorcode == sqlite3.SQLITE_IOERR
    assert (tmp_path / "true.db-wal").stat().st_size
    log.settle()
    assert not (tmp_path / "true.db-wal").stat().st_size, "all of it is in the file now, and the file on the disk"


@apart
def test_a_long_log_is_moved_into_the_file_beside_it_all(tmp_path: Path) -> None:
    connection, log = database(tmp_path), Log(str(tmp_path / "true.db"))
    before = (tmp_path / "true.db").stat().st_size
    for number in range(saving.TIDY_EVERY):
        connection.execute("INSERT INTO line VALUES (?)", (str(number) * 400,))
        log.wrote()
        log.settle()
    with log.alone():
        assert (tmp_path / "true.db").stat().st_size > before


def test_nothing_is_said_that_is_not_on_the_disk(tmp_path: Path) -> None:
    """Neither the answer, nor the fact, nor the words to a reader who asks by chance; in a process that serves."""
    database(tmp_path).close()
    command = [sys.executable, "-m", "tests.core.saves", str(fails_once(tmp_path))]
    made = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    found = json.loads(made.stdout)
    assert found["waits"] == 1, "not inside SQLite"
    assert found["order"] == ["read something else", "Said", "read it"]
    assert found["seen"] == [["refused", ["StorageFailed"], True], ["saved", ["StorageBack", "Said"], False]]
