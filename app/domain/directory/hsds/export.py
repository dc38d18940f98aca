"""The whole directory as HSDS files for the operator: every number, imported documents as they came."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.errors import Invalid
from app.domain.directory.hsds import lists
from app.domain.directory.hsds.lists import How
from app.domain.directory.hsds.owners import TABLES
from app.domain.directory.hsds.shape import LISTS

EVERYTHING = How(full=True, reveal=True)


def export(folder: Path, language: str) -> dict[str, int]:
    """Writes one file a list into a new or empty folder; gives how many objects each has."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid("folder_not_empty")
    folder.mkdir(parents=True, exist_ok=True)
    with i18n.speaking(language):
        return {name: _list(folder / f"{name}.json", name) for name in LISTS}


def _list(file: Path, name: str) -> int:
    table = TABLES[LISTS[name]]
    ids = list(session.scalars(select(table.id).order_by(table.id)))
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.write("[")
        first = True
        for batch in lists.batches(name, ids, EVERYTHING):
            for doc in batch:
                out.write("\n" if first else ",\n")
                json.dump(doc, out, ensure_ascii=False)
                first = False
            session.expunge_all()  # what is written is not held on to
        out.write("\n]\n")
    return len(ids)
