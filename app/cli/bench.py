"""`bench`: measures this machine against every target, with a server and a folder of its own."""

from __future__ import annotations

import argparse
import subprocess
import sys

from app.config import ROOT


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "bench", help="measure speed against the targets (a minute; nothing of yours is used)"
    )
    parser.add_argument("--check", action="store_true", help="exit 1 when a target is missed")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """In a process of its own: what is measured must not share one with the command line."""
    given = ["--check"] if arguments.check else []
    return subprocess.run([sys.executable, "-m", "benchmarks", *given], cwd=ROOT, check=False).returncode
