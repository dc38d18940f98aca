"""Reads team.yaml: the online team's weekly hours, and single days that differ."""

from __future__ import annotations

from datetime import date

from app.domain.content.fields import Fields
from app.domain.content.readers import hours
from app.domain.content.readers.areas import time_zone
from app.domain.content.readers.source import Source
from app.domain.content.records import TeamRecord
from app.domain.content.terms import WEEKDAYS

FILE = "team.yaml"


def read(source: Source) -> list[tuple[str, TeamRecord]]:
    if FILE not in source.tree:
        return []
    value = source.yaml(FILE)
    if value is None:
        return []
    fields = Fields(value, FILE, source.problems)
    record = TeamRecord(
        timezone=time_zone(fields),
        holidays=fields.maybe("holidays", 2),
        weekly=_weekly(fields),
        exceptions=_exceptions(fields),
    )
    fields.finish()
    return [(FILE, record)]


def _weekly(fields: Fields) -> list[tuple[int, str, str]]:
    found: list[tuple[int, str, str]] = []
    for place, item in enumerate(fields.parts("weekly"), 1):
        part = Fields(item, FILE, fields.problems, f"`weekly`, line {place}: ")
        days, span = hours.days(part), hours.span(part)
        part.finish()
        found += [(WEEKDAYS.index(day), *span) for day in days if span]
    return sorted(found)


def _exceptions(fields: Fields) -> list[tuple[str, str | None, str | None, str]]:
    found: list[tuple[str, str | None, str | None, str]] = []
    for place, item in enumerate(fields.parts("exceptions"), 1):
        part = Fields(item, FILE, fields.problems, f"`exceptions`, line {place}: ")
        day, note = part.text("day"), part.maybe("note", 120) or ""
        opens, closes = hours.span(part, required=False) or (None, None)
        part.finish()
        try:
            found.append((date.fromisoformat(day).isoformat(), opens, closes, note))
        except ValueError:
            part.refuse(f"`day` is '{day}'; write a date like 2026-12-24.")
    return sorted(found, key=lambda exception: exception[0])
