"""`backup`: everything that must survive in one file, made while the service runs; sealed where BACKUP_KEY is given."""

from __future__ import annotations

import argparse
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, text

from app.cli import Refused, _archive, _postgresql
from app.cli._archive import Manifest, Packing
from app.cli._house import opened
from app.cli._workroom import workroom
from app.config import Settings, load
from app.core import clock, db
from app.domain.chat import ledger

FOLDER = Path("backups")
NAMED = re.compile(r"vejviser-\d{4}-\d\d-\d\dT\d{6}\.(tar\.gz|sealed)")
# What SQLite's copy may be larger than the file it is made of, and what a disk should never go below.
ROOM = 64 << 20


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "backup", help="put everything that must survive into one file, while the service runs"
    )
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        default=FOLDER,
        help="a file that is not there yet, or a folder, where it is named by the time; else backups/",
    )
    parser.add_argument(
        "--keep", type=int, metavar="N", help="afterwards keep the newest N named by the time, and remove the others"
    )
    parser.add_argument(
        "--check", action="store_true", help="read FILE (or the newest there is) to its end, and change nothing"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.check:
        return _check(arguments.file)
    if arguments.keep is not None and arguments.keep < 1:
        raise Refused("--keep must be at least 1: the backup that is made now.")
    if arguments.keep is not None and not _is_folder(arguments.file):
        raise Refused(f"There is no folder {arguments.file}; --keep is for a folder of backups.")
    made = make(opened(), arguments.file)
    if arguments.keep is not None:
        _keep(made.parent, arguments.keep)
    return 0


def make(settings: Settings, given: Path = FOLDER) -> Path:
    """Makes one on the open database, says so, and gives the file back."""
    target = _target(given, bool(settings.backup_key))
    # SQLite's copy lies in clear for a moment: where the file is to be sealed, no other folder ever sees it.
    beside = settings.data_dir if settings.backup_key else target.parent
    _tidy(target.parent)
    with workroom(beside) as folder:
        copied = _copied if settings.is_sqlite else _dumped
        counts = copied(settings, folder, target)
    print(f"Backed up to {target}: {told(counts)}. {_advice(bool(settings.backup_key))}")
    return target


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


def _advice(sealed: bool) -> str:
    if sealed:
        return "It is sealed; without BACKUP_KEY nobody opens it, you neither: keep that key somewhere else."
    return "Keep it as carefully as the service itself: people's words are in it, and it is not sealed (BACKUP_KEY)."


def _is_folder(given: Path) -> bool:
    return given == FOLDER or given.is_dir()


def _target(given: Path, sealed: bool) -> Path:
    is_folder = given == FOLDER or given.is_dir()
    target = (
        given / f"vejviser-{clock.now():%Y-%m-%dT%H%M%S}.{'sealed' if sealed else 'tar.gz'}" if is_folder else given
    )
    if target.exists():
        raise Refused(f"{target} is there already; give a name that is not.")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return target.resolve()


def _tidy(folder: Path) -> None:
    """Halves of files whose making was killed; one under way is younger."""
    for half in folder.glob("vejviser-*.*.*"):
        name, _, process = half.name.rpartition(".")
        if NAMED.fullmatch(name) and process.isdecimal() and time.time() - half.stat().st_mtime > 86_400:
            half.unlink(missing_ok=True)


def _keep(folder: Path, number: int) -> None:
    """Removes our older files, by the time in their names; nothing else, whatever else lies there."""
    ours = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name) and path.is_file())
    old = [path for path in ours if not path.is_symlink()][:-number]
    for path in old:
        path.unlink()
    if old:
        print(f"Removed the {len(old)} oldest in {folder}; {number} are kept.")


def _check(given: Path) -> int:
    """Whether a restore could begin: every byte is read, nothing is written."""
    file = given
    if _is_folder(given):
        found = sorted(path for path in given.glob("vejviser-*") if NAMED.fullmatch(path.name))
        if not found:
            raise Refused(f"There is no backup in {given}/.")
        file = found[-1]
    manifest = _archive.unpack(file.resolve(), None, load().backup_key)
    sealed = "sealed" if _archive.is_sealed(file) else "not sealed"
    print(
        f"{file} is whole: made {manifest.made} from {manifest.kind}, tables of {manifest.tables}, {sealed},"
        f" {file.stat().st_size / 1e6:.1f} MB. In it: {told(manifest.counts)}."
    )
    return 0


def _copied(settings: Settings, folder: Path, target: Path) -> dict[str, int]:
    """One read of the whole file, by SQLite's own backup: whoever writes meanwhile does not wait and is not in it."""
    copy = folder / _archive.DATABASE["sqlite"]
    copy.touch(mode=0o600)
    source = Path(str(db.engine().url.database))
    needed, free = source.stat().st_size + ROOM, shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(f"The copy needs {needed >> 20} MB in {folder.parent}, and {free >> 20} MB are free.")
    made = _moment()
    with closing(sqlite3.connect(source, timeout=10)) as live, closing(sqlite3.connect(copy)) as mine:
        live.backup(mine)
        mine.execute("PRAGMA journal_mode = DELETE")
        if (said := mine.execute("PRAGMA quick_check").fetchone()[0]) != "ok":
            raise Refused(f"The database is damaged, and a backup of it would be too: {said}.")
        (tables,) = mine.execute("SELECT version_num FROM alembic_version").fetchone()
        manifest = Manifest(made, "sqlite", tables, count_sqlite(mine))
    with _packing(settings, folder, target, manifest) as packed:
        packed.put(copy)
    return manifest.counts


def _dumped(settings: Settings, folder: Path, target: Path) -> dict[str, int]:
    """pg_dump and our counts look at the same moment; what it says goes straight into the archive."""
    made = _moment()
    with db.engine().connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))  # a dump may take an hour
        snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        tables = str(connection.scalar(text("SELECT version_num FROM alembic_version")))
        manifest = Manifest(made, "postgresql", tables, count_postgresql(connection))
        with (
            _packing(settings, folder, target, manifest) as packed,
            _postgresql.dumped(settings.database_url, snapshot) as dump,
        ):
            packed.pour(_archive.DATABASE["postgresql"], dump)
    return manifest.counts


def _moment() -> str:
    return clock.now().isoformat(timespec="seconds")


@contextmanager
def _packing(settings: Settings, folder: Path, target: Path, manifest: Manifest) -> Iterator[Packing]:
    with _archive.packing(target, manifest, settings.backup_key) as packed:
        yield packed
        for path in _beside(settings, folder):
            packed.put(path)


def _beside(settings: Settings, folder: Path) -> list[Path]:
    """What stands beside the database: the key where we made it, and what was erased, as file and database know it."""
    ledger.catch_up()
    db.let_go()
    erased = folder / _archive.LEDGER
    ledger.write(ledger.entries(), erased)
    key = settings.data_dir / _archive.KEY
    if not key.exists() or key.read_text(encoding="ascii").strip() != settings.secret_key:
        return [erased]
    kept = folder / _archive.KEY
    kept.touch(mode=0o600)
    kept.write_text(settings.secret_key, encoding="ascii")
    return [erased, kept]
