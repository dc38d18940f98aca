"""`strings`: collects the interface's sentences into messages.pot and brings every messages.po up to it."""

from __future__ import annotations

import argparse
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.core.i18n import FOLDER, locales

APP = Path(__file__).resolve().parents[1]
METHODS = [("static/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = "# The sentences of Vejviser's interface. English is the source; ./vejviser strings keeps this up to date."


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("strings", help="collect sentences to translate; --check only looks")
    parser.add_argument("--check", action="store_true", help="fail when messages.pot is stale")
    parser.set_defaults(run=run)


def collected() -> Catalog:
    """Every sentence in the code and templates, sorted, as a template catalogue."""
    catalogue = Catalog(project="Vejviser", charset="utf-8", fuzzy=False, header_comment=HEADER)
    found = extract_from_dir(APP, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True)
    for _filename, _line, message, comments, context in found:
        catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def as_bytes(catalogue: Catalog) -> bytes:
    """A catalogue as a file, without dates, so that nothing changes but words."""
    file = BytesIO()
    write_po(file, catalogue, no_location=True, sort_output=True, omit_header=False, width=120, ignore_obsolete=True)
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Last-Translator', b'"Generated-By', b'"Report-Msgid')
    lines = [line for line in file.getvalue().split(b"\n") if not line.startswith(dated)]
    return b"\n".join(lines)


def run(arguments: argparse.Namespace) -> int:
    template = collected()
    path = FOLDER / "messages.pot"
    fresh = as_bytes(template)
    if arguments.check:
        stale = not path.exists() or path.read_bytes() != fresh
        print("messages.pot is stale: run ./vejviser strings" if stale else "messages.pot is up to date")
        return int(stale)
    path.write_bytes(fresh)
    for code in locales():
        if code != "en":
            missing = bring_up(code, template)
            print(f"{code}: {missing} to translate" if missing else f"{code}: complete")
    return 0


def bring_up(code: str, template: Catalog) -> int:
    """One language's catalogue with today's sentences; what was translated stays. Returns how many are missing."""
    path = FOLDER / code / "LC_MESSAGES" / "messages.po"
    old = read_po(BytesIO(path.read_bytes()), locale=code) if path.exists() else Catalog(locale=code)
    new = Catalog(locale=code, project="Vejviser", charset="utf-8", fuzzy=False, header_comment=HEADER)
    missing = 0
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        said = known.string if known is not None else ""
        new.add(message.id, said, auto_comments=message.auto_comments, flags=message.flags, context=message.context)
        missing += not said or (isinstance(said, tuple) and not all(said))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_bytes(new))
    return missing
