"""`doctor`: looks at everything the service stands on and says what is wrong and what to do, one line each."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from app.cli import _machine, _stores, jobs
from app.cli._findings import Finding, is_wrong, mark
from app.config import ROOT, Settings, load
from app.core import db, ids, inbox, mail
from app.domain.accounts import second
from app.domain.search.embedders import open_embedder


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("doctor", help="check settings, files, database and Redis")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when anything is wrong."""
    settings = load()
    wrong = 0
    for name, check in CHECKS.items():
        finding = _find(check, settings)
        wrong += is_wrong(finding)
        print(f"{mark(finding)} {name}{f': {finding}' if finding else ''}")
    return int(wrong > 0)


def _find(check: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return check(settings)
    except Exception as error:  # a doctor reports whatever it meets
        return (str(error).strip() or type(error).__name__).splitlines()[0]


def _python(settings: Settings) -> Finding:
    return None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed"


def _folder(settings: Settings) -> Finding:
    path = settings.data_dir
    if not os.access(path, os.W_OK):
        return f"{path} cannot be written to"
    return f"{path} is open to other users; chmod 700 it" if path.stat().st_mode & 0o077 else None


def _secret(settings: Settings) -> Finding:
    path = settings.data_dir / "secret.key"
    if not path.exists():
        return None
    return f"{path} is open to other users; chmod 600 it" if path.stat().st_mode & 0o077 else None


def _browser_files(settings: Settings) -> Finding:
    folder = ROOT / "app" / "static" / "vendor"
    listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    gone = [name for name in listed if not (folder / name).exists()]
    return f"missing: {', '.join(gone)}; run ./vejviser setup" if gone else None


def _catalogues(settings: Settings) -> Finding:
    stale = [path.parent.parent.name for path in sorted((ROOT / "translations").rglob("*.po")) if _is_stale(path)]
    return f"not compiled: {', '.join(stale)}; run ./vejviser setup" if stale else None


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists()


def _database(settings: Settings) -> Finding:
    engine = db.connect(settings.database_url)
    with engine.connect() as connection:
        if settings.is_sqlite:
            said = connection.execute(text("PRAGMA quick_check")).scalar_one()
            return None if said == "ok" else str(said)
        connection.execute(text("SELECT 1"))
    return None


def _second_steps(settings: Settings) -> Finding:
    """Whether the key is the one that colleagues' second steps were sealed with."""
    ids.configure(settings.secret_key)
    with db.reading():
        lost = second.unreadable()
    return (
        f"{lost} cannot be read: SECRET_KEY has changed; ./vejviser staff reset-totp EMAIL for each" if lost else None
    )


def _embedder(settings: Settings) -> Finding:
    """Loads it once, as a start does: a wrong file, a missing package or too little memory shows here."""
    if settings.embedder.kind != "off":
        open_embedder(settings.embedder).queries(["?"])
    return None


def _mail(settings: Settings) -> Finding:
    """Says hello to the mail server and looks into the mailbox; sends nothing (`./vejviser mail try` does)."""
    if settings.mail is not None:
        mail.configure(settings.mail, settings.public_url)
        mail.look()
        if settings.mail.inbox is not None:
            inbox.look(settings.mail)
    return None


CHECKS: dict[str, Callable[[Settings], Finding]] = {
    "Python": _python,
    "settings": _machine.names,
    "data folder": _folder,
    "disk space": _machine.room,
    "filesystem": _machine.filesystem,
    "open files": _machine.files,
    "secret key": _secret,
    "browser files": _browser_files,
    "translations": _catalogues,
    "database": _database,
    "database's lock": _stores.sqlite_lock,
    "PostgreSQL": _stores.postgresql,
    "clock": _stores.clocks,
    "tables": _stores.tables,
    "second steps": _second_steps,
    "Redis": _stores.redis,
    "proxy": _machine.front,
    "numbers": _machine.metrics,
    "embedder": _embedder,
    "mail": _mail,
    "jobs": jobs.finding,
    "backups": _machine.backups,
}
