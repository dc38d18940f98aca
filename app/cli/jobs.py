"""`jobs run-due`: the recurring work, for an operator's timer or by hand."""

from __future__ import annotations

import argparse
from importlib import import_module

from app.cli._house import opened
from app.cli.mail import with_words
from app.domain.jobs import services


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("jobs", help="run the recurring work")
    parser.add_argument("what", choices=["run-due"])
    parser.add_argument("--all", action="store_true", help="run every job now, due or not")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    settings = opened()
    done = services.run_due(arguments.all)
    if settings.mail is not None:
        with_words(settings)
        done |= services.run_due(arguments.all, services.MAIL_JOBS)
    import_module("app.web.rings").configure(settings)
    done |= services.run_due(arguments.all, services.RING_JOBS)
    for name, count in done.items():
        print(f"{name}: {count}")
    return 0
