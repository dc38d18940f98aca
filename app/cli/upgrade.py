"""`upgrade`: a backup that was read back, then this checkout's tables and content; and in words, how to return."""

from __future__ import annotations

import argparse
import ast
import shutil
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.cli import Refused, _archive
from app.cli import migrate as tables
from app.cli._alone import one_at_a_time
from app.cli._house import opened
from app.cli.backup import FOLDER, ROOM, make, told
from app.cli.migrate import is_newer, newest, version
from app.cli.prepare import bring_up
from app.config import Settings
from app.core import db

ONE = "systemctl restart vejviser"
MANY = "systemctl restart vejviser@8001, and when its /readyz says ready, the next one."
# How long another program may hold the database before we say so and end: it is a person who waits.
PATIENCE_SECONDS = 2
# A changed table may be written anew beside the old one, and the log of it grows as much.
TIMES = 2


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "upgrade", help="back up, bring tables and content to this checkout's, and say how to return"
    )
    parser.add_argument("--backup", type=Path, default=FOLDER, metavar="FILE", help="a file or folder; else backups/")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """The service may run meanwhile, on this host and others: what it stands on is added to, not taken away."""
    settings = opened()
    with one_at_a_time(settings, PATIENCE_SECONDS):
        here = version()
        _refuse(settings, here)
        file = make(settings, arguments.backup)
        manifest = _archive.unpack(file, None, settings.backup_key)
        print(f"Read it back, to its end: {told(manifest.counts)}.")
        try:
            bring_up()
        except (DBAPIError, Refused) as error:
            said = str(error.orig if isinstance(error, DBAPIError) else error).strip().splitlines()[0]
            raise Refused(
                f"The upgrade did not get through ({said}). The tables stand at {version()}; the service before goes on"
                f" with them. Run it again, or put the backup back: {_restore(file)}"
            ) from error
        _tell(settings, here, file)
    return 0


def _refuse(settings: Settings, here: str) -> None:
    if not here:
        raise Refused("There is nothing to upgrade here yet; ./vejviser run makes the tables.")
    if is_newer():
        raise Refused(
            f"The tables here ({here}) are newer than this Vejviser knows ({newest()}): this is the older checkout."
            " Upgrade with the newer one, or put back a backup that was made before."
        )
    size = _size(settings)
    place = settings.data_dir
    needed, free = size * TIMES + ROOM, shutil.disk_usage(place).free
    if settings.is_sqlite and free < needed:
        raise Refused(
            f"The disk of {place} has {free >> 20} MB free, and an upgrade needs {needed >> 20} MB. Make room first."
        )


def _size(settings: Settings) -> int:
    if settings.is_sqlite:
        return Path(str(db.engine().url.database)).stat().st_size
    with db.engine().connect() as connection:
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _steps(after: str) -> list[str]:
    """What each step after this one does, in the words of its file's first line."""
    found = {number: ast.parse(path.read_text("utf-8")) for number, path in tables.steps().items() if number > after}
    return [f"{number}: {(ast.get_docstring(tree) or '').splitlines()[0]}" for number, tree in found.items()]


def _restore(file: Path) -> str:
    return f"stop the service everywhere, then ./vejviser restore {file} --yes"


def _tell(settings: Settings, before: str, file: Path) -> None:
    done = _steps(before)
    print(
        f"\nThe tables went from {before} to {newest()}:" if done else f"\nThe tables are those of before ({before})."
    )
    for one in done:
        print(f"  {one}")
    ways = ["Go back to the checkout of before and begin the service anew: it runs on these tables as they are."]
    if done:
        ways.append(
            "Take the tables back as well; what was written since stays, but for what only the new ones can hold:"
            f" first way 1, then in this checkout ./vejviser migrate --to {before}"
        )
    ways.append(f"Put everything back as it was before the upgrade: in the checkout of before, {_restore(file)}")
    print(
        "The starter content is loaded; what an editor changed was left alone.\n\n"
        f"Now begin the service anew in this checkout: {ONE if settings.is_sqlite else MANY}\n\n"
        "To return, the gentlest way first:"
    )
    for number, way in enumerate(ways, 1):
        print(f"  {number}. {way}")
