"""Reads opening hours: weekdays as HSDS writes them, times as on the door, single days that differ."""

from __future__ import annotations

import re
from typing import Any

from app.domain.content.fields import Fields
from app.domain.content.terms import WEEKDAYS

CLOCK = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")


def schedule(fields: Fields) -> list[dict[str, Any]]:
    """The lines of `schedule`; those that are wrong are noted and left out."""
    found: list[dict[str, Any]] = []
    for item in fields.parts("schedule"):
        part = Fields(item, fields.file, fields.problems, f"{fields.where}`schedule`: ")
        when, times = days(part), span(part)
        part.finish()
        if times:
            found.append({"days": when, "opens": times[0], "closes": times[1]})
    return found


def exceptions(fields: Fields) -> list[dict[str, Any]]:
    """Single days that differ, the earliest first; closed where no times are said."""
    found: list[dict[str, Any]] = []
    for item in fields.parts("exceptions"):
        part = Fields(item, fields.file, fields.problems, f"{fields.where}`exceptions`: ")
        day, times, note = part.day("day"), span(part, required=False), part.texts("note", 200)
        part.finish()
        if day is None:
            part.refuse("`day` is missing.")
            continue
        same = [one for one in found if one["day"] == day]
        # A lunch break makes two lines of a day; anything else is a slip.
        if any(not times or "opens" not in one or one["opens"] == times[0] for one in same):
            part.refuse(f"{day} is here twice.")
        hours = {"opens": times[0], "closes": times[1]} if times else {}
        found.append({"day": day, **hours, **({"note": note} if note else {})})
    return sorted(found, key=lambda one: (one["day"], one.get("opens", "")))


def days(fields: Fields) -> list[str]:
    found = fields.lines("days")
    if not found:
        fields.refuse("`days` is missing.")
    for day in found:
        if day not in WEEKDAYS:
            fields.refuse(f"`days` has '{day}'; it can have {', '.join(WEEKDAYS)}.")
    return [day for day in found if day in WEEKDAYS]


def span(fields: Fields, required: bool = True) -> tuple[str, str] | None:
    """When it opens and closes; None where the times are absent (allowed unless `required`) or wrong."""
    opens, closes = fields.maybe("opens"), fields.maybe("closes")
    if opens is None and closes is None and not required:
        return None
    for key, value in (("opens", opens), ("closes", closes)):
        if value is None or not CLOCK.match(value):
            fields.refuse(f'`{key}` must be a time like "08:00".')
            return None
    if str(opens) >= str(closes):
        fields.refuse("`closes` must be later than `opens`.")
        return None
    return str(opens), str(closes)
