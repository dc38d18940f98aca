"""`move`: everything from SQLite into an empty PostgreSQL, in one transaction, counted and compared row by row."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.cli import Refused, _moving
from app.cli._moving import Progress
from app.cli.backup import told
from app.cli.migrate import alembic_config, newest
from app.config import Settings, load
from app.core import db, disk
from app.domain.jobs.words import WORDS
from app.tables import metadata

OURS = ("alembic_version",)


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("move", help="move everything from SQLite into an empty PostgreSQL")
    parser.add_argument("to", metavar="postgresql://…", help="the empty database; its password may stand in PGPASSWORD")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """All of it or nothing; SQLite's file is only read, and nobody else has it open meanwhile."""
    settings, began = load(), time.monotonic()
    source, to = _file(settings), str(arguments.to)
    if not to.startswith(("postgresql://", "postgres://")):
        raise Refused("Give the address of an empty database: postgresql://user@host/name.")
    to = "postgresql://" + to.split("://", 1)[1]
    with _alone(settings) as here:
        _look(here)
        counts = _carried_over(here, to)
    seconds = time.monotonic() - began
    print(
        f"Moved {len(counts)} tables with {sum(counts.values()):,} rows in {seconds:.0f} s; each row was read back from"
        f" PostgreSQL and is the same. {told(counts)}."
    )
    print(_next(settings, source))
    return 0


def _file(settings: Settings) -> Path:
    if not settings.is_sqlite:
        raise Refused("DATABASE_URL names PostgreSQL already; this moves from the SQLite that the settings name.")
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if not path.is_file():
        raise Refused(f"There is no database at {path}.")
    return path


@contextmanager
def _alone(settings: Settings) -> Iterator[Connection]:
    """SQLite's file, with nobody else in it, from now until the end."""
    engine = create_engine(settings.database_url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": 2})
    event.listen(engine, "connect", _by_hand)
    try:
        with _open(engine) as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _open(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        try:
            # Leaving the log's mode succeeds only for whoever is alone with the file; then the lock keeps others out.
            connection.exec_driver_sql("PRAGMA journal_mode = DELETE")
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        except OperationalError as error:
            if "locked" not in str(error.orig):
                raise
            raise Refused("The service is running on this database; stop it first.") from error
        except DBAPIError as error:
            raise Refused(f"The database here is damaged ({error.orig}); restore a backup first.") from error
        yield connection


def _by_hand(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing on its own


def _look(here: Connection) -> None:
    """Everything that could stand in the way, before anything is written."""
    stands = here.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one() if _known(here) else "none"
    if stands != newest():
        raise Refused(f"Its tables are of {stands} and this Vejviser's of {newest()}; run ./vejviser migrate first.")
    if wrong := _moving.misfits(here, metadata):
        raise Refused(f"PostgreSQL would not take what is in {', '.join(wrong)}; nothing was moved.")
    if others := sorted(set(inspect(here).get_table_names()) - set(metadata.tables) - set(OURS)):
        print(f"These tables are none of ours and stay where they are: {', '.join(others)}.")


def _known(here: Connection) -> bool:
    return inspect(here).has_table("alembic_version")


def _carried_over(here: Connection, to: str) -> dict[str, int]:
    """Table -> rows. One transaction there: whatever happens before its end, the database is as empty as before."""
    progress = Progress(lambda said: print(said, flush=True))
    with db.connect(to).connect() as there, there.begin():
        _empty(there)
        _tables(there)
        read = _moving.copy(here, there, metadata, progress)
        _moving.continue_numbers(there, metadata)
        _moving.compare(read, _moving.counted(there, metadata, progress))
        _practice(there)
    db.engine().dispose()
    return {name: one.rows for name, one in read.items()}


def _empty(there: Connection) -> None:
    if (encoding := there.scalar(text("SHOW server_encoding"))) != "UTF8":
        raise Refused(f"That database stores {encoding}, not UTF8; make one with ENCODING 'UTF8'.")
    if found := inspect(there).get_table_names():
        raise Refused(f"That database is not empty: it has {len(found)} tables ({', '.join(sorted(found)[:3])}…).")
    # A server that ends idle or long transactions would end this one in the middle.
    for name in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        there.execute(text(f"SET LOCAL {name} = 0"))


def _tables(there: Connection) -> None:
    """Today's tables by the same steps as everywhere, and empty, whatever the steps put into them."""
    from alembic import command

    config = alembic_config()
    config.attributes["connection"] = there
    command.upgrade(config, "head")
    disk.out_of_statistics(there, WORDS)
    for table in reversed(metadata.sorted_tables):
        there.execute(table.delete())


def _practice(there: Connection) -> None:
    people = metadata.tables["staff_member"]
    asked = select(func.count()).select_from(people).where(people.c.demo, people.c.disabled_at.is_(None))
    if number := there.scalar(asked):
        print(
            f"{number} practice accounts came along; before others can reach the service, ./vejviser staff disable them."
        )


def _next(settings: Settings, source: Path) -> str:
    return (
        "What to do now:\n"
        "  1. Set DATABASE_URL to that address (or DATABASE_URL_FILE), and start with ./vejviser run. DATA_DIR stays as it is;\n"
        f"     another host needs secret.key (or the same SECRET_KEY) and erased.ledger from {settings.data_dir}.\n"
        "  2. Make a backup: ./vejviser backup.\n"
        f"  3. Delete {source} when the service has proved itself, in a month at the latest: people's words are in it,\n"
        "     and what is erased from now on is not erased there. To go back until then, unset DATABASE_URL; what was\n"
        "     written since is in PostgreSQL only."
    )
