"""`hsds`: takes others' registers in as Open Referral HSDS 3.0, lists and removes them, writes the whole directory as files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

# Every table, because a foreign key may point at any of them.
from app import tables as _every_table  # noqa: F401
from app.config import load
from app.core import db, i18n, ids
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.directory.hsds import importing
from app.domain.directory.hsds.export import export
from app.domain.directory.hsds.importing import Label
from app.domain.directory.hsds.report import Report

MOST_LINES = 200


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("hsds", help="import, list, remove and export registers as HSDS 3.0")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    taking = _verb(verbs, "import", "check a package of JSON or CSV and take it in, all of it or nothing", _import)
    taking.add_argument("file", type=Path, metavar="FILE", help="JSON, a zip, or a folder with datapackage.json")
    taking.add_argument("--publisher", required=True, help="whose register it is; readers see it")
    taking.add_argument("--language", required=True, choices=list(i18n.locales()), help="the language of its texts")
    taking.add_argument("--source", default="", help="where it was had from; the file's name if left out")
    taking.add_argument("--code", default="", help="its name here; made of the publisher if left out")
    taking.add_argument("--lenient", action="store_true", help="keep what HSDS allows though our own checks refuse it")
    _verb(verbs, "list", "every package: code, publisher, language, date, services", _list)
    removing = _verb(verbs, "remove", "throw a package out with everything that came with it", _remove)
    removing.add_argument("code", metavar="CODE")
    writing = _verb(
        verbs, "export", "write everything to a new folder, unchecked numbers too: not for publishing", _export
    )
    writing.add_argument("folder", type=Path, metavar="FOLDER")
    writing.add_argument("--language", default="en", choices=list(i18n.locales()))


def _verb(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    text: str,
    work: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    def run(arguments: argparse.Namespace) -> int:
        settings = load()
        ids.configure(settings.secret_key)
        db.connect(settings.database_url)
        with db.reading():
            return work(arguments)

    parser = verbs.add_parser(name, help=text)
    parser.set_defaults(run=run)
    return parser


def _import(arguments: argparse.Namespace) -> int:
    given = arguments
    label = Label(given.publisher, given.language, given.source, given.code, given.lenient)
    looked = importing.look(given.file, label)
    with unit_of_work():
        report = importing.take(Operator(), looked)
    _problems(report)
    if report.refused:
        print(f"Nothing was imported: {len(report.problems)} to mend.", file=sys.stderr)
        return 1
    print(f"{'Updated' if report.updated else 'Imported'} as {report.code}: {_counted(report.counts)}.")
    if report.gone:
        print(f"No longer in the package, so inactive (services) or removed: {_counted(report.gone)}.")
    return 0


def _problems(report: Report) -> None:
    for problem in report.problems[:MOST_LINES]:
        print(f"{'' if report.refused else 'Kept as it is, '}{problem}", file=sys.stderr)
    if len(report.problems) > MOST_LINES:
        print(f"… and {len(report.problems) - MOST_LINES} more.", file=sys.stderr)


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in counts.items()) or "nothing"


def _list(_arguments: argparse.Namespace) -> int:
    for row in importing.packages():
        columns = (row.code, row.publisher, row.language, row.imported_at, f"{row.active} active services", row.source)
        print("\t".join(columns))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    with unit_of_work():
        found = importing.throw_out(Operator(), arguments.code)
    print(f"{arguments.code} is removed: {found['removed']} services.")
    if found["kept"]:
        print(f"{found['kept']} services stay, inactive, because guides name them.")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    try:
        counts = export(arguments.folder, arguments.language)
    except Invalid:
        print(f"{arguments.folder} has something in it; give an empty or new folder.", file=sys.stderr)
        return 1
    print(f"Written to {arguments.folder}: {_counted(counts)}.")
    return 0
