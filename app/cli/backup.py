"""`backup`: everything that must survive in one file, made while the service runs."""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, text

from app.cli import Refused, _archive, _postgresql
from app.cli._house import opened
from app.config import Settings
from app.core import clock, db
from app.core.db import session
from app.domain.chat import ledger


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "backup", help="put everything that must survive into one file, while the service runs"
    )
    parser.add_argument(
        "file", nargs="?", type=Path, help="a file that is not there yet; else one in backups/, by the time"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = opened()
    target = _target(arguments.file)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as name:
        folder = Path(name)
        made = clock.now().isoformat(timespec="seconds")
        kind = "sqlite" if settings.is_sqlite else "postgresql"
        copy = _sqlite if settings.is_sqlite else _dumped
        tables, counts = copy(settings, folder / _archive.DATABASE[kind])
        _beside(settings, folder)
        _archive.pack(target, folder, made, kind, tables, counts)
    print(
        f"Backed up to {target}: {told(counts)}. Keep it as carefully as the service itself: people's words are in it."
    )
    return 0


def told(counts: dict[str, int]) -> str:
    """The numbers an operator knows their service by."""
    named = {"conversation": "conversations", "message": "messages", "staff_member": "staff members", "guide": "guides"}
    return ", ".join(f"{counts.get(table, 0)} {word}" for table, word in named.items())


def count_sqlite(connection: sqlite3.Connection) -> dict[str, int]:
    """Table -> rows."""
    found = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in sorted(found)}  # noqa: S608


def count_postgresql(connection: Connection) -> dict[str, int]:
    """Table -> rows."""
    names = connection.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    ).all()
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}  # noqa: S608


def _target(given: Path | None) -> Path:
    target = given or Path("backups") / f"vejviser-{clock.now():%Y-%m-%dT%H%M%S}.tar.gz"
    if target.exists():
        raise Refused(f"{target} is there already; give a name that is not.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in target.parent.glob(".backup-*"):
        if time.time() - left.stat().st_mtime > 86_400:  # somebody's that was killed, not one under way
            shutil.rmtree(left, ignore_errors=True)
    return target.resolve()


def _sqlite(settings: Settings, copy: Path) -> tuple[str, dict[str, int]]:
    """One read of the whole file, by SQLite's own backup: whoever writes meanwhile does not wait and is not in it."""
    copy.touch(mode=0o600)
    source = str(db.engine().url.database)
    with closing(sqlite3.connect(source, timeout=10)) as live, closing(sqlite3.connect(copy)) as mine:
        live.backup(mine)
        mine.execute("PRAGMA journal_mode = DELETE")
        if (said := mine.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise Refused(f"The database is damaged, and a backup of it would be too: {said}.")
        (tables,) = mine.execute("SELECT version_num FROM alembic_version").fetchone()
        return tables, count_sqlite(mine)


def _dumped(settings: Settings, copy: Path) -> tuple[str, dict[str, int]]:
    """pg_dump and our counts look at the same moment."""
    with db.engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        _postgresql.dump(settings.database_url, copy, str(snapshot))
        tables = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return str(tables), count_postgresql(connection)


def _beside(settings: Settings, folder: Path) -> None:
    """What stands beside the database: the key where we made it, and what was erased, as file and database know it."""
    ledger.catch_up()
    session.remove()
    ledger.write(ledger.entries(), folder / _archive.LEDGER)
    key = settings.data_dir / _archive.KEY
    if key.exists() and key.read_text(encoding="ascii").strip() == settings.secret_key:
        kept = folder / _archive.KEY
        kept.touch(mode=0o600)
        kept.write_text(settings.secret_key, encoding="ascii")
