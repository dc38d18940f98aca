"""Reads matters/<code>/matter.yaml: what a matter is called, and the words people use for it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from app.domain.content.fields import Fields
from app.domain.content.readers.source import Source
from app.domain.content.records import MatterNameRecord, MatterRecord

FOLDER = "matters"
FILE = "matter.yaml"


def read(source: Source) -> list[tuple[str, MatterRecord]]:
    found = ((file, source.yaml(file)) for file in source.under(FOLDER, f"/{FILE}"))
    return [(file, _matter(value, file, source)) for file, value in found if value is not None]


def _matter(value: Any, file: str, source: Source) -> MatterRecord:
    fields = Fields(value, file, source.problems)
    record = MatterRecord(
        code=fields.slug("code"),
        topic=fields.text("topic"),
        urgent=fields.flag("urgent"),
        names={code: _name(item, code, fields) for code, item in fields.languages("names")},
    )
    folder = PurePosixPath(file).parent.name
    if record.code and record.code != folder:
        fields.refuse(f"`code` is '{record.code}', but the folder is called '{folder}'.")
    if not record.names:
        fields.refuse("`names` is missing.")
    fields.finish()
    return record


def _name(item: Any, language: str, parent: Fields) -> MatterNameRecord:
    fields = Fields(item, parent.file, parent.problems, f"`names` in {language}: ")
    record = MatterNameRecord(
        title=fields.text("title", 160),
        summary=fields.maybe("summary") or "",
        keywords=fields.lines("keywords"),
    )
    fields.finish()
    return record
