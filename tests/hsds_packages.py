"""A test package as tables: every list of every thing becomes rows of its own file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from app.domain.directory.hsds.shape import LISTS, SHAPES

Rows = dict[str, list[dict[str, Any]]]
SAME = ("service_at_location", "accessibility", "funding", "metadata")
PLURALS = {"taxonomy": "taxonomies", "address": "addresses"}


def table_name(entity: str) -> str:
    return entity if entity in SAME else PLURALS.get(entity, f"{entity}s")


def rows_of(package: dict[str, Any]) -> Rows:
    """Every thing of a package as a row of its table, naming what it belongs to."""
    found: Rows = {}
    for name, docs in package.items():
        for doc in docs:
            _row(LISTS[name], doc, {}, found)
    return found


def _row(entity: str, doc: dict[str, Any], parent: dict[str, Any], found: Rows) -> None:
    plain = {name: value for name, value in doc.items() if SHAPES[entity][name].kind not in ("list", "one")}
    found.setdefault(entity, []).append({**parent, **plain})
    for name, value in doc.items():
        shape = SHAPES[entity][name]
        for part in value if shape.kind == "list" else ():
            belongs = {} if shape.entity == "attribute" else {f"{entity}_id": doc["id"]}
            _row(str(shape.entity), part, belongs, found)


def written(rows: Rows) -> dict[str, bytes]:
    """The files of a package."""
    files: dict[str, bytes] = {}
    for entity, listed in rows.items():
        columns = list(dict.fromkeys(name for row in listed for name in row))
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(listed)
        files[f"{table_name(entity)}.csv"] = text.getvalue().encode()
    resources = [{"name": name[:-4], "path": name} for name in files]
    return {"datapackage.json": json.dumps({"name": "test", "resources": resources}).encode(), **files}


def zipped(folder: Path, files: dict[str, bytes]) -> Path:
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def csv_package(folder: Path, package: dict[str, Any]) -> Path:
    """The package as a zip of tables."""
    return zipped(folder, written(rows_of(package)))
