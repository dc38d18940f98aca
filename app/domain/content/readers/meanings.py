"""Reads lexicon.yaml (words that mean the same) and elsewhere.yaml (questions that are no matter of ours)."""

from __future__ import annotations

from app.domain.content.fields import Fields
from app.domain.content.readers.source import Source
from app.domain.content.records import MeaningRecord
from app.domain.search.terms import Whose

LEXICON, ELSEWHERE = "lexicon.yaml", "elsewhere.yaml"
FILES = (LEXICON, ELSEWHERE)


def read(source: Source) -> list[tuple[str, MeaningRecord]]:
    return [
        (file, _meaning(item, place, file, source))
        for file in FILES
        if file in source.tree
        for place, item in enumerate(source.items(file), 1)
    ]


def _meaning(item: object, place: int, file: str, source: Source) -> MeaningRecord:
    name = item.get("code", place) if isinstance(item, dict) else place
    fields = Fields(item, file, source.problems, f"meaning {name}: ")
    whose = (fields.one_of("whose", tuple(Whose)) or "") if file == ELSEWHERE else ""
    record = MeaningRecord(fields.slug("code"), whose, fields.lists("words"))
    if file == ELSEWHERE and not whose:
        fields.refuse(f"`whose` is missing; it can be {', '.join(Whose)}.")
    if not record.words:
        fields.refuse("`words` is missing.")
    fields.finish()
    return record
