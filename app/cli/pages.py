"""`pages [FOLDER]`: what the proxy shows while no process answers, in every language, as files that need no process."""

from __future__ import annotations

import argparse
import shutil
from contextlib import suppress
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from app.cli import Refused
from app.config import ROOT, Settings
from app.core import i18n

FOLDER = ROOT / "deploy" / "nginx" / "away"
STATIC = ROOT / "app" / "static"
BESIDE = ("css/tokens.css", "css/away.css", "img/closed.svg", "img/logo.svg")
# After a form there is nothing to load again: whoever wrote goes back to their words.
KINDS = {"": False, "-again": True}


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("pages", help="writes the pages that the proxy shows while no process answers")
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER, help=f"by default {FOLDER.relative_to(ROOT)}")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        count = write(arguments.folder)
    except OSError as error:
        raise Refused(f"The pages cannot be written to {arguments.folder}: {error.strerror}.") from error
    print(f"{count} pages are in {arguments.folder}; deploy/nginx shows them while no process answers.")
    return 0


def for_a_proxy(settings: Settings) -> None:
    """Where one stands in front they are made at every start; a checkout that may only be read keeps those it has."""
    if settings.proxies:
        with suppress(OSError):
            write(FOLDER)


def write(folder: Path) -> int:
    """One page a language and kind, and what they look like. The proxy is another user, so all may read them."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in BESIDE:
        _put(folder / Path(name).name, (STATIC / name).read_text("utf-8"))
    for code in i18n.locales():
        for kind, again in KINDS.items():
            _put(folder / f"{code}{kind}.html", page(code, again))
    return len(i18n.locales()) * len(KINDS)


def page(code: str, again: bool) -> str:
    """A whole page in one language."""
    templates = Environment(
        loader=FileSystemLoader(ROOT / "app" / "templates"), extensions=["jinja2.ext.i18n"], autoescape=True,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True)  # type: ignore[attr-defined]
    with i18n.speaking(code) as locale:
        return templates.get_template("errors/away.html").render(
            locale=locale, locales=i18n.locales().values(), again=again
        )


def _put(path: Path, text: str) -> None:
    """Whole or not at all: the proxy may be reading it."""
    beside = path.with_suffix(".new")
    beside.write_text(text, "utf-8")
    beside.chmod(0o644)
    shutil.move(beside, path)
