"""Reads opening hours: weekdays as HSDS writes them, times as on the door."""

from __future__ import annotations

import re

from app.domain.content.fields import Fields
from app.domain.content.terms import WEEKDAYS

CLOCK = re.compile(r"^([01][0-9]|2[0-3]):[0-5][0-9]$")


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
