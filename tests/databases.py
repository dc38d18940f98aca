"""An open, empty database with today's tables: SQLite and PostgreSQL pass the same tests.

Making the tables takes longer than most tests do. So an empty SQLite file is made once and written again, and one PostgreSQL
database is emptied again: whatever has rows loses them, and every number begins at one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from app import tables
from app.core import db, events, ids, shares
from app.domain.chat import ledger
from app.domain.search import kept

KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
NUMBERS = "select setval(seqrelid::regclass, seqstart, false) from pg_sequence"
OTHERS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def open_empty(url: str, connect: Callable[[str], object] | None = None) -> None:
    """Binds the application to the database at `url` and makes its tables."""
    ids.configure("a key for tests only, thirty-two characters and more")
    ledger.configure(None)  # an application of an earlier test kept its own in a folder that may be gone
    kept.configure(None, "")
    shares.configure()
    (connect or connect_new)(url)
    events.forget_all()


def close() -> None:
    """Nothing of this process is in the database any more."""
    db.session.remove()
    db.engine().dispose()


def connect_new(url: str) -> None:
    """Connected to the empty database at `url`, which has every table from now on."""
    file = make_url(url).database if url.startswith("sqlite") else ""
    if file and not Path(file).exists():
        Path(file).write_bytes(_file_with_tables())
        db.connect(url)
    else:
        tables.metadata.create_all(db.connect(url))


@cache
def _file_with_tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite3"
        tables.metadata.create_all(db.connect(f"sqlite:///{file}"))
        close()  # the last to leave brings the journal home
        return file.read_bytes()


def empty(url: str) -> None:
    """Not one row is left of whoever used this PostgreSQL database before."""
    names = [f'"{name}"' for name in tables.metadata.tables]
    used = " union all ".join(f"select '{name}' where exists (select from {name})" for name in names)  # noqa: S608
    with psycopg.connect(url) as connection:
        connection.execute(OTHERS)  # a thread of an earlier test may have left its locks
        connection.execute("set session_replication_role = replica")  # in any order, whatever points at it
        for (name,) in connection.execute(used).fetchall():
            connection.execute(f"delete from {name}")  # noqa: S608
        connection.execute(NUMBERS)


@pytest.fixture(scope="session")
def postgresql_with_tables(new_database: Callable[[], str]) -> str:
    """The URL of a PostgreSQL database with every table, for one test after another."""
    url = new_database()
    connect_new(url)
    close()
    return url


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an open, empty database: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
        open_empty(url)
    else:
        url = request.getfixturevalue("postgresql_with_tables")
        empty(url)
        open_empty(url, db.connect)
    yield url
    close()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Path]:
    """The file of an open, empty SQLite database."""
    path = tmp_path / "test.sqlite3"
    open_empty(f"sqlite:///{path}")
    yield path
    close()
