"""The database: one engine, one session a greenlet, and the settings that make SQLite keep its promises."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, URL, DateTime, Delete, Dialect, Engine, MetaData, Update, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

from app.core import saving
from app.core.beside import has_loop

# Waiting inside SQLite freezes the whole process; core.unit waits outside, so that others work meanwhile.
BUSY_TIMEOUT_MS = 1
# A host that vanished says nothing: the network gives it up after ten seconds, on our side and on the database's.
PATIENCE = {"connect_timeout": 3, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
            "tcp_user_timeout": 10_000}  # fmt: skip
# Nobody who asks for a page waits longer for somebody else's lock, and a process that fell asleep holds none for ever.
SERVING = " ".join(
    f"-c {name}" for name in ("lock_timeout=8s", "idle_in_transaction_session_timeout=10min", "tcp_keepalives_idle=5",
                              "tcp_keepalives_interval=2", "tcp_keepalives_count=3", "tcp_user_timeout=10s")
)  # fmt: skip
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC moment on both databases; a naive one is refused before it can be stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a timezone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(none_as_null=True),
        dict[str, str]: JSON(none_as_null=True),
        dict[str, list[str]]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
        list[list[str]]: JSON(none_as_null=True),
        list[dict[str, Any]]: JSON(none_as_null=True),
    }


_factory = sessionmaker(expire_on_commit=False)
# threading.local underneath: under gevent's patch that is one session a greenlet.
session: scoped_session[Session] = scoped_session(_factory)
_engine: Engine | None = None
# Where this process serves from SQLite: what brings its commits to the disk.
_log: saving.Log | None = None


def connect(url: str) -> Engine:
    """Opens the database at `url` (sqlite:///… or postgresql://…) and binds the session to it."""
    global _engine, _log
    if _engine is not None:
        session.remove()
        _engine.dispose()
    # Without this every traceback of a database error quotes the row: people's words in the log.
    options: dict[str, Any] = {"hide_parameters": True}
    place: str | URL = url
    if url.startswith("sqlite"):
        options["connect_args"] = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
        options["pool_size"] = 20
        options["max_overflow"] = 40
    else:
        # A connection that died is replaced and its user told; the pool would trace each of them into the log as well.
        logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
        place, given = _postgresql(url)
        # All of them are kept: one beyond the pool's size would be opened and closed again for every request of a busy moment.
        options.update(pool_size=30, max_overflow=0, pool_timeout=5, pool_pre_ping=True, connect_args=given)
    _engine = create_engine(place, **options)
    if _engine.dialect.name == "postgresql" and has_loop():
        from app.core import patient  # psycopg is read where there is a PostgreSQL

        event.listen(_engine, "do_connect", patient.connect)
    file = _engine.url.database if _engine.dialect.name == "sqlite" else None
    _log = saving.Log(file) if file and has_loop() else None
    if _engine.dialect.name == "sqlite":
        event.listen(_engine, "connect", _prepare_sqlite)
        event.listen(_engine, "begin", _begin_sqlite)
    _factory.configure(bind=_engine)
    return _engine


def _postgresql(url: str) -> tuple[URL, dict[str, Any]]:
    """An address as PostgreSQL's own library reads it (several hosts, target_session_attrs, sslmode), and our patience."""
    from psycopg.conninfo import conninfo_to_dict

    found: dict[str, Any] = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    who, code, name = (found.pop(one, None) for one in ("user", "password", "dbname"))
    place = URL.create("postgresql+psycopg", who, code, database=name)
    serving = {"options": SERVING} if has_loop() else {}
    return place, {**PATIENCE, **serving, **found}


def engine() -> Engine:
    """The open engine; an error in words if nothing was opened."""
    if _engine is None:
        raise RuntimeError("the database is not open: call core.db.connect first")
    return _engine


def is_sqlite() -> bool:
    return engine().dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver must not begin on its own: a read that later writes would fail with SQLITE_BUSY_SNAPSHOT.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={'NORMAL' if _log else 'FULL'}",
        *([f"wal_autocheckpoint={saving.LOG_PAGES}"] if _log else []),
        "secure_delete=ON",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    driver: Any = connection.connection.dbapi_connection
    try:
        # Past SQLAlchemy, which takes three times as long to say it as SQLite to do it.
        driver.execute("BEGIN IMMEDIATE" if immediate else "BEGIN")
    except sqlite3.Error as error:
        raise OperationalError(None, None, error) from error


def let_go() -> None:
    """Ends this greenlet's session. What it read is in somebody's answer: a database that goes now is no reason to lose that."""
    try:
        session.remove()
    except SQLAlchemyError:  # nothing can be rolled back where nobody hears it
        session().invalidate()
        session.registry.clear()


def committed() -> None:
    """A commit was made just now; only core.unit says so."""
    if _log is not None:
        _log.wrote()


def settle() -> None:
    """Comes back when everything this process has committed is on the disk; OperationalError where it cannot be."""
    if _log is not None:
        try:
            _log.settle()
        except sqlite3.Error as error:
            raise OperationalError(None, None, error) from error


def log_alone() -> AbstractContextManager[None]:
    """Nobody in this process moves SQLite's log meanwhile."""
    return _log.alone() if _log is not None else nullcontext()


def database_now() -> datetime:
    """The database's own clock, which several machines agree on; leases are measured by it."""
    if is_sqlite():
        return datetime.now(UTC)
    value: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
    return value.astimezone(UTC)


def changed(statement: Delete | Update) -> int:
    """Carries it out and says how many rows it met. Objects that were read before are not brought up to date."""
    done = session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def added(row: Base) -> bool:
    """Adds a row inside the open unit of work, unless somebody else just did."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


@contextmanager
def reading() -> Iterator[Session]:
    """A session for reading outside a request (command line, jobs), closed afterwards."""
    try:
        yield session()
    finally:
        let_go()
