"""HSDS as tables: every row becomes a document, put inside the thing it names; its line goes along for the sentences."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, field
from typing import Any

from app.domain.directory.hsds.parcel import Doc, Raw, Top
from app.domain.directory.hsds.problems import Problems
from app.domain.directory.hsds.shape import KINDS, SHAPES

# The standard's names, and those that packages in the wild use for the same table.
TABLES = {
    "organizations": "organization", "services": "service", "locations": "location",
    "service_at_location": "service_at_location", "service_at_locations": "service_at_location",
    "services_at_location": "service_at_location", "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term",
    "phones": "phone", "languages": "language", "schedules": "schedule", "service_areas": "service_area",
    "contacts": "contact", "addresses": "address", "accessibility": "accessibility", "funding": "funding",
    "programs": "program", "organization_identifiers": "organization_identifier", "cost_options": "cost_option",
    "required_documents": "required_document", "attributes": "attribute", "metadata": "metadata",
}  # fmt: skip
# Where a part belongs: the first of these ids it has; and what the field is called there.
PARENTS = {
    "phone": ("contact_id", "service_at_location_id", "location_id", "service_id", "organization_id"),
    "language": ("phone_id", "location_id", "service_id"),
    "schedule": ("service_at_location_id", "location_id", "service_id"),
    "service_area": ("service_id",),
    "contact": ("service_at_location_id", "location_id", "service_id", "organization_id"),
    "address": ("location_id",),
    "accessibility": ("location_id",),
    "funding": ("service_id", "organization_id"),
    "program": ("organization_id",),
    "organization_identifier": ("organization_id",),
    "cost_option": ("service_id",),
    "required_document": ("service_id",),
    "attribute": ("link_id",),
    "metadata": ("resource_id",),
}
REQUIRED = {
    "service": ("organization_id",),
    "service_at_location": ("service_id", "location_id"),
    "attribute": ("link_entity", "taxonomy_term_id"),
    "metadata": ("resource_type",),
}
_LISTED = {
    (parent, shape.entity): name
    for parent, fields in SHAPES.items()
    for name, shape in fields.items()
    if shape.kind == "list"
}
NUMBERS = ("latitude", "longitude", "timezone", "number", "count", "age", "amount", "year")
LONGEST_CELL = 200_000
# Python itself would read 1_000, nan and the digits of any script.
_WHOLE = re.compile(r"-?[0-9]{1,20}")
_BROKEN = re.compile(r"-?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,2})?")


@dataclass
class Tables:
    """The rows of every table, and every thing by its id."""

    problems: Problems
    raw: Raw = field(default_factory=Raw)
    rows: dict[str, list[Doc]] = field(default_factory=dict)
    by_id: dict[str, tuple[str, Doc]] = field(default_factory=dict)


def read(files: dict[str, bytes], problems: Problems) -> Raw:
    """The documents of a package of tables, parts inside their wholes."""
    tables = Tables(problems)
    names = _names(files, problems)
    for file, entity in names.items():
        _table(file, entity, files[file], tables)
    for entity in PARENTS:
        for doc in tables.rows.get(entity, ()):
            _settle(entity, doc, tables)
    tables.raw.tops = [Top(kind, doc, tables.raw.marks[id(doc)]) for kind in KINDS for doc in tables.rows.get(kind, ())]
    if not tables.raw.tops and not len(problems):
        problems.add("datapackage.json", "names no table with anything in it.")
    return tables.raw


def _names(files: dict[str, bytes], problems: Problems) -> dict[str, str]:
    """Which file is which table: as datapackage.json says, else by their names."""
    found = {
        name: TABLES[name[:-4].lower()] for name in sorted(files) if name[:-4].lower() in TABLES and ".csv" in name
    }
    strange = [name for name in files if name.endswith(".csv") and name not in found]
    if "datapackage.json" not in files:
        problems.add("datapackage.json", "is missing: it says what a package of tables is.")
        return found
    try:
        resources = json.loads(files["datapackage.json"].decode("utf-8-sig"))["resources"]
        told = {str(one["path"]).rpartition("/")[2]: str(one["name"]) for one in resources}
    except (ValueError, KeyError, TypeError, RecursionError):
        problems.add("datapackage.json", "does not list its `resources`, each with a `name` and a `path`.")
        return found
    for path, name in told.items():
        if path not in files:
            problems.add("datapackage.json", f"names the table {path}, which is not in the package.")
        elif path not in found and (entity := TABLES.get(name) or (name if name in SHAPES else None)):
            found[path] = entity
    for name in strange:
        if name not in found:
            problems.add(name, "is not a table of HSDS 3.0.")
    return found


def _table(file: str, entity: str, data: bytes, tables: Tables) -> None:
    problems = tables.problems
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(file, f"is not UTF-8 at byte {error.start}.")
        return
    reader = csv.reader(io.StringIO(words, newline=""), strict=True)
    csv.field_size_limit(LONGEST_CELL)
    try:
        header = [name.strip() for name in next(reader, [])]
        _header(file, entity, header, problems)
        for row in reader:
            place = f"{file} line {reader.line_num}"
            if len(row) != len(header):
                if row:
                    problems.add(place, f"has {len(row)} cells, but the first line names {len(header)}.")
            elif any(row):
                _row(entity, dict(zip(header, row, strict=True)), place, tables)
    except csv.Error as error:
        problems.add(f"{file} line {reader.line_num}", f"is not CSV: {error}.")


def _header(file: str, entity: str, header: list[str], problems: Problems) -> None:
    plain = {name for name, shape in SHAPES[entity].items() if shape.kind not in ("list", "one")}
    for name in header:
        if header.count(name) > 1:
            problems.add(f"{file} line 1", f"names the column `{name}` twice.")
        elif name not in plain:
            problems.add(f"{file} line 1", f"`{name}` is not a column of HSDS 3.0 here.", hard=False)
    for name in ("id", *REQUIRED.get(entity, ())):
        if name not in header:
            problems.add(f"{file} line 1", f"lacks the column `{name}`.")


def _row(entity: str, cells: dict[str, str], place: str, tables: Tables) -> None:
    shape = SHAPES[entity]
    doc: Doc = {}
    for name, cell in cells.items():
        if cell != "":
            doc[name] = _number(cell) if name in shape and shape[name].kind in NUMBERS else cell
    for name in REQUIRED.get(entity, ()):
        if name in cells and name not in doc:
            tables.problems.add(place, f"`{name}` is missing.")
    tables.raw.marks[id(doc)] = place
    tables.rows.setdefault(entity, []).append(doc)
    key = str(doc.get("id", ""))
    if key and key in tables.by_id and tables.by_id[key][0] == entity:
        tables.problems.add(place, f"has the same id as {tables.raw.marks[id(tables.by_id[key][1])]}.")
    elif key:
        tables.by_id.setdefault(key, (entity, doc))


def _number(cell: str) -> Any:
    """A number where it is one; anything else stays, and is refused for what it is."""
    said = cell.strip()
    if _WHOLE.fullmatch(said):
        return int(said)
    return float(said) if _BROKEN.fullmatch(said) else cell


def _settle(entity: str, doc: Doc, tables: Tables) -> None:
    """Puts a part inside what it belongs to; a part of nothing would be lost without a word."""
    place = tables.raw.marks[id(doc)]
    for name in PARENTS[entity]:
        key = doc.get(name)
        if key is None:
            continue
        parent, whole = tables.by_id.get(key, (None, None))
        listed = _LISTED.get((parent or "", entity))
        if whole is None:
            tables.problems.add(f"{place}, {name}", "points at something that is not in the package.")
        elif listed is None or name not in (f"{parent}_id", "link_id", "resource_id"):
            tables.problems.add(f"{place}, {name}", f"points at a {parent}, which has no {entity.replace('_', ' ')}.")
        else:
            whole.setdefault(listed, []).append(doc)
        return
    tables.problems.add(place, f"belongs to nothing: it needs one of {', '.join(PARENTS[entity])}.")
