"""Opening hours as a librarian writes them on a note: `10–12, 13–19`. Pure; both ways."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from app.core.errors import Invalid
from app.core.text import clean
from app.domain.directory.hours import WEEK, week

ROOM = 200
MOST_SPANS = 4
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_SPAN = re.compile(rf"^{_TIME}\s*[-–—]\s*{_TIME}$")
_BETWEEN = re.compile(r"[,;،؛]")
Span = tuple[str, str]


def read_day(typed: str) -> list[Span]:
    """The spans of one day, the earliest first; none for an empty field, which means closed."""
    text = " ".join(clean(typed, ROOM).split())
    spans = sorted(_span(part.strip()) for part in _BETWEEN.split(text) if part.strip())
    if len(spans) > MOST_SPANS:
        raise Invalid("branch_spans", most=MOST_SPANS)
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise Invalid("branch_overlap")
    return spans


def write_day(spans: Sequence[Span]) -> str:
    """What stands in the field: the same that `read_day` reads."""
    return ", ".join(f"{opens}–{closes}" for opens, closes in spans)


def read_week(typed: Sequence[str]) -> tuple[list[dict[str, Any]], dict[int, Invalid]]:
    """A schedule from seven fields, days with the same hours together; and what is wrong, by weekday."""
    days: dict[Span, list[str]] = {}
    wrong: dict[int, Invalid] = {}
    for place, text in enumerate(typed[: len(WEEK)]):
        try:
            for span in read_day(text):
                days.setdefault(span, []).append(WEEK[place])
        except Invalid as error:
            wrong[place] = error
    ordered = sorted(days.items(), key=lambda one: (WEEK.index(one[1][0]), one[0]))
    return [{"days": found, "opens": opens, "closes": closes} for (opens, closes), found in ordered], wrong


def write_week(schedule: Sequence[dict[str, Any]]) -> list[str]:
    """Seven fields from a schedule."""
    return [write_day(spans) for spans in week(schedule)]


def read_exception(day: str, typed: str, note: Mapping[str, str]) -> list[dict[str, Any]]:
    """A single day that differs: a row for each span, or one without times where it is closed."""
    try:
        when = date.fromisoformat(day.strip()).isoformat()
    except ValueError as error:
        raise Invalid("date_wrong") from error
    said: dict[str, Any] = {"note": dict(note)} if note else {}
    spans = read_day(typed)
    return [{"day": when, "opens": opens, "closes": closes, **said} for opens, closes in spans] or [
        {"day": when, **said}
    ]


def _span(text: str) -> Span:
    found = _SPAN.match(text)
    if found is None:
        raise Invalid("branch_hours_wrong", text=text[:40])
    opens, closes = _clock(found[1], found[2], text), _clock(found[3], found[4], text)
    if opens >= closes:
        raise Invalid("hours_wrong")
    return opens, closes


def _clock(hour: str, minute: str | None, text: str) -> str:
    told = f"{int(hour):02}:{minute or '00'}"
    if told == "24:00":
        return "23:59"
    if int(hour) > 23 or int(minute or 0) > 59:
        raise Invalid("branch_hours_wrong", text=text[:40])
    return told
