"""`jobs run-due`: the recurring work, for an operator's timer or by hand."""

from __future__ import annotations

import argparse

from app.config import load
from app.core import db, ids
from app.domain.accounts import audit
from app.domain.chat import retention
from app.domain.jobs import services


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("jobs", help="run the recurring work")
    parser.add_argument("what", choices=["run-due"])
    parser.add_argument("--all", action="store_true", help="run every job now, due or not")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = load()
    ids.configure(settings.secret_key)
    db.connect(settings.database_url)
    keep = settings.retention
    retention.configure(closed=keep.text, left=keep.left, unclaimed=keep.unclaimed)
    audit.configure(keep.audit)
    for name, count in services.run_due(arguments.all).items():
        print(f"{name}: {count}")
    return 0
