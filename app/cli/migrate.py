"""`migrate`: brings the database to today's tables."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError

from app.config import load
from app.core import db

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic itself is imported only where there is something to do: it costs half a second of every start.
FOLDER = Path(__file__).resolve().parents[2] / "migrations"


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


def newest() -> str:
    """The number of the last step."""
    return max(path.name.split("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def is_current() -> bool:
    """True where nothing is left to migrate: a step's file begins with its number, and the last number is the head."""
    try:
        with db.engine().connect() as connection:
            return bool(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == newest())
    except DatabaseError:
        return False  # an empty database has no such table


def migrate(to: str = "head") -> None:
    """Runs the steps up to (or down to) revision `to` on the open database."""
    if to == "head" and is_current():
        return
    from alembic import command

    if to == "head":
        command.upgrade(alembic_config(), "head")
    else:
        command.downgrade(alembic_config(), to)


def run(arguments: argparse.Namespace) -> int:
    db.connect(load().database_url)
    migrate(arguments.to)
    return 0
