"""Reads replies/<shortcut>.yaml: what librarians say again and again, in every language."""

from __future__ import annotations

from app.core.errors import Invalid
from app.domain.content.fields import Fields
from app.domain.content.readers.source import Source
from app.domain.content.records import ReplyRecord
from app.domain.directory.numbers import holds_number
from app.domain.replies import placeholders
from app.domain.replies.services import SHORTCUT
from app.domain.replies.terms import SHORTCUT_ROOM, TEXT_ROOM, TITLE_ROOM

FOLDER = "replies"


def read(source: Source) -> list[tuple[str, ReplyRecord]]:
    return [(file, _reply(file, source)) for file in source.under(FOLDER, ".yaml")]


def _reply(file: str, source: Source) -> ReplyRecord:
    fields = Fields(source.yaml(file), file, source.problems)
    record = ReplyRecord(
        shortcut=fields.text("shortcut", SHORTCUT_ROOM),
        source=fields.text("source", 10),
        matter=fields.maybe("matter", 60),
        titles=fields.texts("titles", TITLE_ROOM),
        texts=fields.texts("texts", TEXT_ROOM),
        behind=sorted(fields.lines("behind")),
        archived=fields.flag("archived"),
    )
    fields.finish()
    _check(record, fields)
    return record


def _check(record: ReplyRecord, fields: Fields) -> None:
    if record.shortcut and (not SHORTCUT.fullmatch(record.shortcut) or record.shortcut != record.shortcut.casefold()):
        fields.refuse(f"`shortcut` is '{record.shortcut}'; it may have small letters, digits and single dashes.")
    if record.source and record.source not in record.texts:
        fields.refuse(f"`texts` has nothing in {record.source}, which is its source.")
    for code in sorted(record.texts.keys() ^ record.titles.keys()):
        fields.refuse(f"`titles` and `texts` must both be there in {code}.")
    for code in record.behind:
        if code not in record.texts or code == record.source:
            fields.refuse(f"`behind` has '{code}', which is no translation here.")
    for code, text in record.texts.items():
        _check_words(text, code, fields)


def _check_words(text: str, code: str, fields: Fields) -> None:
    try:
        placeholders.check(text)
    except Invalid as error:
        fields.refuse(f"`texts` in {code} leaves {error.data['name']} open, which nothing fills.")
    if holds_number(text):
        fields.refuse(f"`texts` in {code} has a phone number; numbers live in actors/, where they are checked.")
