"""`push try`: wakes a colleague's browsers, one after the other, and says in words what became of each."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import cast

from app.cli import Refused
from app.cli._house import opened
from app.core import db
from app.domain.accounts import browsers, queries

SENTENCE = "Somebody with a shell tries whether this browser can be woken. It can."


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("push", help="see whether a colleague's browsers can be woken")
    parser.add_argument("what", choices=["try"])
    parser.add_argument("email", help="whose browsers")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a browser was not woken, or there is none."""
    settings = opened()
    # The words are another face's, so it is fetched by name, at the last moment.
    rings = import_module("app.web.rings")
    rings.configure(settings)
    wrong = done = 0
    with db.reading():
        for since, said in browsers.try_each(
            _person(arguments.email), cast(bytes, rings.notice("Vejviser", SENTENCE, "try"))
        ):
            done += 1
            wrong += bool(said)
            print(
                f"The browser of {since:%Y-%m-%d %H:%M} UTC {f'was not woken: {said}' if said else 'was told: look at it'}."
            )
    if not done:
        raise Refused(
            f"{arguments.email} lets no browser be woken; that is ticked on their account page, in that browser."
        )
    return int(wrong > 0)


def _person(email: str) -> queries.StaffMember:
    found = queries.member_by_email(email)
    if found is None:
        raise Refused(f"Nobody here has the address {email}.")
    return found
