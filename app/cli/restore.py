"""`restore`: puts a backup in the place of what is here, and erases again what had been erased since."""

from __future__ import annotations

import argparse
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from app.cli import Refused, _archive, _postgresql
from app.cli._archive import Manifest
from app.cli._house import configure, opened
from app.cli.backup import count_postgresql, count_sqlite, told
from app.cli.migrate import migrate, newest
from app.cli.prepare import erase_again
from app.config import Settings, load
from app.core import db, disk, ids
from app.core.files import fresh
from app.domain.chat import ledger, retention

# Whoever has just been stopped is seen in PostgreSQL's list for a moment longer.
LEAVING_SECONDS = 3.0


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("restore", help="put a backup in the place of what is here")
    parser.add_argument("file", type=Path, help="what ./vejviser backup made")
    parser.add_argument("--yes", action="store_true", help="replace the conversations and accounts that are here")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Everything is looked at before anything is changed; a run that was killed can be run again."""
    settings = load()
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.data_dir) as name:
        folder = Path(name)
        manifest = _archive.unpack(arguments.file.resolve(), folder, settings.backup_key)
        _check(settings, manifest)
        here = _alone(settings)
        if here and not arguments.yes:
            raise Refused(f"This would replace what is here: {told(here)}. Say --yes if that is meant.")
        _keep_tombstones(settings, folder)
        put = _put_file if settings.is_sqlite else _put_dump
        put(settings, manifest, folder / _archive.DATABASE[manifest.kind])
        _put_key(settings, folder / _archive.KEY)
    return _afterwards(manifest)


def _check(settings: Settings, manifest: Manifest) -> None:
    kind = "sqlite" if settings.is_sqlite else "postgresql"
    if manifest.kind != kind:
        way = " Restore it into SQLite, then ./vejviser move." if manifest.kind == "sqlite" else ""
        raise Refused(f"This is a backup of {manifest.kind}, and DATABASE_URL names {kind}.{way}")
    if manifest.tables > newest():
        raise Refused(
            f"The backup's tables ({manifest.tables}) are newer than this Vejviser's ({newest()}); upgrade it first."
        )


def _alone(settings: Settings) -> dict[str, int]:
    """What is in the database now, empty where that is nothing; Refused while anybody else has it open."""
    engine = db.connect(settings.database_url)
    ids.configure(settings.secret_key)
    configure(settings)
    running = Refused("The service is running on this database; stop it first.")
    try:
        counts = _sqlite_alone(Path(str(engine.url.database))) if settings.is_sqlite else _postgresql_alone()
    except (sqlite3.OperationalError, OperationalError) as error:
        raise running if "locked" in str(error) else Refused(f"The database cannot be opened: {error}") from error
    except sqlite3.DatabaseError as error:
        place = engine.url.database
        raise Refused(
            f"The database here is damaged ({error}). Move {place} somewhere else and run it again."
        ) from error
    if counts is None:
        raise running
    ours = ("conversation", "staff_member")
    return counts if any(counts.get(table) for table in ours) else {}


def _sqlite_alone(path: Path) -> dict[str, int] | None:
    """Leaving the log's mode succeeds only for whoever is alone with the file."""
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path, timeout=2)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        return count_sqlite(connection)


def _postgresql_alone() -> dict[str, int] | None:
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND coalesce(backend_type, 'client backend') = 'client backend'"
    )
    until = time.monotonic() + LEAVING_SECONDS
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.execute(others).scalar_one():
            if time.monotonic() > until:
                return None
            time.sleep(0.1)
    with db.engine().connect() as connection:
        return count_postgresql(connection)


def _keep_tombstones(settings: Settings, folder: Path) -> None:
    """What was erased here, as file and database know it, and what the backup knew: never one fewer. First of all."""
    if not settings.is_sqlite or Path(str(db.engine().url.database)).exists():
        known = inspect(db.engine()).has_table("tombstone")
        if known:
            ledger.catch_up()
    db.let_go()
    brought = folder / _archive.LEDGER
    here = ledger.entries()
    new: dict[str, date] = {key: day for key, day in ledger.entries(brought).items() if key not in here}
    ledger.add(new)


def _put_file(settings: Settings, manifest: Manifest, staged: Path) -> None:
    """SQLite: the file takes its place in one step, when what is in it has been counted."""
    with closing(sqlite3.connect(staged)) as connection:
        _compare(manifest, count_sqlite(connection))
    target = Path(str(db.engine().url.database))
    db.engine().dispose()
    with closing(sqlite3.connect(target)) as old:
        old.execute("PRAGMA journal_mode = DELETE")  # nothing of the old log may be taken for the new file's
    staged.replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _put_dump(settings: Settings, manifest: Manifest, dump: Path) -> None:
    """PostgreSQL: out with the old tables and in with the new, in one transaction."""
    with db.engine().connect() as connection:
        old = list(count_postgresql(connection))
    db.engine().dispose()
    _postgresql.load(settings.database_url, dump, old)
    with db.engine().connect() as connection:
        _compare(manifest, count_postgresql(connection))


def _compare(manifest: Manifest, counts: dict[str, int]) -> None:
    wrong = [name for name in sorted({*manifest.counts, *counts}) if manifest.counts.get(name) != counts.get(name)]
    if wrong:
        raise Refused(f"The backup does not hold what it says; look at {', '.join(wrong)}.")


def _put_key(settings: Settings, brought: Path) -> None:
    """The key belongs to the database: codes are hashed with it."""
    if not brought.exists():
        print("The backup holds no key, because SECRET_KEY was given when it was made; give the same one now.")
        return
    key = brought.read_text(encoding="ascii").strip()
    if key == settings.secret_key:
        return
    with fresh(settings.data_dir / _archive.KEY) as half:
        half.write_text(key, encoding="ascii")
    if load().secret_key != key:
        print("SECRET_KEY is given and is not the backup's; people's codes open nothing until it is.")


def _afterwards(manifest: Manifest) -> int:
    """Today's tables; then nothing that was erased, or whose time is up, is there when the service opens."""
    opened()
    try:
        migrate()
        kept = retention.addresses()
        erase_again()
        late = retention.run()
        off = kept - retention.addresses()
        if db.is_sqlite():
            disk.sweep_file()
    except DBAPIError as error:
        raise Refused(f"The backup is in place, but not finished; run it again: {type(error).__name__}.") from error
    print(f"Restored the backup of {manifest.made}: {told(manifest.counts)}.")
    if late:
        print(f"Erased, because their time was up: {late} conversations.")
    if off:
        print(f"E-mail addresses taken off with them, or because they had been taken off before: {off}.")
    print("Start the service with ./vejviser run.")
    return 0
