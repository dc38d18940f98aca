"""`content`: loads the starter content, writes the database's content as files, or counts what is in which language."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

# Every table, because a foreign key may point at any of them.
from app import tables as _every_table  # noqa: F401
from app.config import ROOT, load
from app.core import db
from app.core.errors import Invalid
from app.domain.content import coverage, files
from app.domain.content.export import export
from app.domain.content.load import load as load_folder
from app.domain.content.problems import Problems
from app.domain.content.reading import read

CONTENT, DOCUMENT = ROOT / "content", ROOT / "docs" / "content.md"


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("content", help="load or export guides, matters and contacts as files")
    verbs = parser.add_subparsers(dest="verb", required=True)
    loading = verbs.add_parser("load", help="put the files in the database, never over somebody's work")
    loading.add_argument("folder", nargs="?", type=Path, default=CONTENT, metavar="FOLDER")
    loading.set_defaults(run=run_load)
    exporting = verbs.add_parser("export", help="write the database's content to an empty or new folder")
    exporting.add_argument("folder", type=Path, metavar="FOLDER")
    exporting.set_defaults(run=run_export)
    counting = verbs.add_parser("coverage", help="print which matter the files have in which language and country")
    counting.add_argument("--write", action="store_true", help="put it in docs/content.md instead")
    counting.set_defaults(run=run_coverage)


def run_load(arguments: argparse.Namespace) -> int:
    """0 when loaded or nothing was new; 1 when something must be mended first."""
    folder: Path = arguments.folder
    if not folder.is_dir():
        print(f"There is no folder {folder}.", file=sys.stderr)
        return 1
    db.connect(load().database_url)
    report = load_folder(folder)
    stream = sys.stderr if report.problems else sys.stdout
    for sentence in report.sentences():
        print(sentence, file=stream)
    return 1 if report.problems else 0


def run_export(arguments: argparse.Namespace) -> int:
    db.connect(load().database_url)
    try:
        count = export(arguments.folder)
    except Invalid:
        print(f"{arguments.folder} has something in it; give an empty or new folder.", file=sys.stderr)
        return 1
    print(f"{count} files written to {arguments.folder}.")
    return 0


def run_coverage(arguments: argparse.Namespace) -> int:
    """1 when something must be mended first: what cannot be loaded is not counted."""
    problems = Problems()
    content = read(files.gather(CONTENT), problems)
    if len(problems):
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"Nothing was counted: {len(problems)} to mend.", file=sys.stderr)
        return 1
    text = coverage.tables(content)
    if not arguments.write:
        print(text, end="")
        return 0
    try:
        document = coverage.placed(DOCUMENT.read_text("utf-8"), text)
    except Invalid:
        print(f"{DOCUMENT.relative_to(ROOT)} lacks the two lines between which it belongs.", file=sys.stderr)
        return 1
    DOCUMENT.write_text(document, encoding="utf-8", newline="\n")
    print(f"Written to {DOCUMENT.relative_to(ROOT)}.")
    return 0
