"""`migrate`: brings the database to today's tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.config import load
from app.core import db

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("migrate", help="bring the database to today's tables")
    parser.add_argument("--to", default="head", help="a revision, or base to undo everything")
    parser.set_defaults(run=run)


def alembic_config() -> Config:
    """Alembic without an ini file: the folder is all it needs."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def is_current() -> bool:
    """True where nothing is left to migrate."""
    with db.engine().connect() as connection:
        here = MigrationContext.configure(connection).get_current_revision()
    return here == ScriptDirectory.from_config(alembic_config()).get_current_head()


def migrate(to: str = "head") -> None:
    """Runs the steps up to (or down to) revision `to` on the open database."""
    if to == "head":
        if not is_current():
            command.upgrade(alembic_config(), "head")
    else:
        command.downgrade(alembic_config(), to)


def run(arguments: argparse.Namespace) -> int:
    db.connect(load().database_url)
    migrate(arguments.to)
    return 0
