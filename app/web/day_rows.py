"""A library's days in words, the same for visitors and for those who fill them in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from babel.dates import format_skeleton

from app.core.i18n import gettext as _
from app.domain.directory.hours import Day
from app.web.actor_words import Said, said
from app.web.filters import cldr, local_time


@dataclass(frozen=True)
class DayRow:
    """A line of the week: what holds on the day, and why it differs."""

    day: str
    times: tuple[str, ...]
    why: Said
    today: bool


def day_row(one: Day, today: bool) -> DayRow:
    why = said(one.note) or Said(one.holiday or "")
    return DayRow(format_skeleton("MMMEd", one.day, locale=cldr()), _times(one), why, today)


def _times(one: Day) -> tuple[str, ...]:
    """Each span by itself, so that a narrow screen breaks the line between two."""
    if one.spans is None:
        return (_("The hours are not known."),)
    told = (f"{local_time(time.fromisoformat(a))}–{local_time(time.fromisoformat(b))}" for a, b in one.spans)
    return tuple(told) or (_("Closed"),)
