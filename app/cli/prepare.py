"""`prepare`: what a start does to the database, in one process: tables, starter content, practice accounts."""

from __future__ import annotations

import argparse

from app.cli.__main__ import main
from app.config import load


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("prepare", help="tables, starter content and practice accounts (run does this)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Stops at the first step that fails; each is quick when there is nothing to do."""
    steps = [["migrate"], ["content", "load"]]
    if load().demo:
        steps.append(["staff", "demo"])
    for step in steps:
        status = main(step)
        if status:
            return status
    return 0
