"""`prepare`: what a start does to the database, in one process: tables, starter content, practice accounts."""

from __future__ import annotations

import argparse

from app.cli.__main__ import main
from app.config import load


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("prepare", help="tables, starter content and practice accounts (run does this)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Each step is quick when there is nothing to do."""
    if status := main(["migrate"]):
        return status
    # A slip in a content file is told, but does not close the library: the site opens with what it had.
    main(["content", "load"])
    return main(["staff", "demo"]) if load().demo else 0
