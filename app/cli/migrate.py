"""`migrate`: brings the database to today's tables."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import DatabaseError, OperationalError

from app.cli import Refused
from app.cli._alone import one_at_a_time
from app.config import load
from app.core import db

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic itself is imported only where there is something to do: it costs half a second of every start.
FOLDER = Path(__file__).resolve().parents[2] / "migrations"
# With PostgreSQL a step that waits for a table makes everybody else wait behind it; so it gives up soon, and comes again.
TRIES, AGAIN_SECONDS = 10, 2


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("migrate", help="bring the database to today's tables")
    parser.add_argument("--to", default="head", help="a revision, or base to undo everything")
    parser.set_defaults(run=run)


def alembic_config() -> Config:
    """Alembic without an ini file: the folder is all it needs."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def steps() -> dict[str, Path]:
    """Number -> file, in their order; a step's file begins with its number."""
    return {path.name.split("_")[0]: path for path in sorted((FOLDER / "versions").glob("[0-9]*.py"))}


def newest() -> str:
    """The number of the last step."""
    return max(steps())


def version() -> str:
    """The number of the step the open database stands at; "" where nobody has made tables yet."""
    with db.engine().connect() as connection:
        try:
            return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")
        except DatabaseError as error:
            if error.connection_invalidated:
                raise
            return ""  # an empty database has no such table


def is_current() -> bool:
    """True where nothing is left to migrate."""
    return version() == newest()


def is_newer() -> bool:
    """A later Vejviser was here: what is stored serves this one too (docs/adding.md), but it must not be touched."""
    return version() > newest()


def migrate(to: str = "head") -> None:
    """Runs the steps up to (or down to) revision `to` on the open database."""
    if to == "head" and is_current():
        return
    if is_newer():
        raise Refused(
            f"The tables here ({version()}) are newer than this Vejviser knows ({newest()}); use the newer one's checkout."
        )
    for left in reversed(range(TRIES)):
        try:
            _run(to)
            return
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable) or not left:
                raise
            print("Somebody has a table open for long; trying again.", flush=True)
            time.sleep(AGAIN_SECONDS)


def _run(to: str) -> None:
    from alembic import command

    if to == "head":
        command.upgrade(alembic_config(), "head")
    else:
        command.downgrade(alembic_config(), to)


def run(arguments: argparse.Namespace) -> int:
    settings = load()
    db.connect(settings.database_url)
    with one_at_a_time(settings):
        migrate(arguments.to)
    return 0
