"""`prepare`: what a start does to the database, in one process: tables, erasing again, starter content, practice accounts."""

from __future__ import annotations

import argparse
import shutil

from app.cli import _workroom, pages
from app.cli.__main__ import main
from app.cli._alone import one_at_a_time
from app.cli._house import opened
from app.cli.migrate import is_newer, migrate, newest
from app.config import Settings, load
from app.core import db, disk
from app.domain.chat import retention
from app.domain.jobs.words import WORDS


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("prepare", help="tables, starter content and practice accounts (run does this)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Each step is quick when there is nothing to do. Several at once, as when many hosts start, come one after the other."""
    settings = opened()
    with one_at_a_time(settings):
        _tidy(settings)
        if is_newer():
            # An upgrade is going round, and this process is of the release before: it may start, but not put anything back.
            print(f"The tables here are newer than this Vejviser knows ({newest()}); it goes on with them as they are.")
            erase_again()
            return 0
        bring_up()
        return main(["staff", "demo"]) if settings.demo else 0


def bring_up() -> None:
    """Today's tables, nothing in them that had been erased, the starter content, and what a proxy shows meanwhile."""
    pages.for_a_proxy(load())
    migrate()
    erase_again()
    # A slip in a content file is told, but does not close the library: the site opens with what it had.
    main(["content", "load"])


def _tidy(settings: Settings) -> None:
    """A restore that was killed leaves its half behind, and people's words are in it."""
    for left in settings.data_dir.glob(".restore-*"):
        shutil.rmtree(left, ignore_errors=True)
    _workroom.tidy(settings.data_dir)


def erase_again() -> int:
    """What a restored copy of the database brought back is gone before anybody can read it. Returns how many."""
    disk.keep_out_of_statistics(WORDS)
    if back := retention.again():
        print(f"Erased again: {back} conversations that had been erased before this database was put back.")
        disk.clean(WORDS)
    db.let_go()
    return back
