"""One value at a time: what is wrong with it, in words; None where it is as it should be. Pure.

A reason that begins with `~` is ours only: the standard would take the value, so a lenient import may keep it.
"""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from app.core.errors import Invalid
from app.core.text import accept
from app.domain.directory.numbers import normal_number

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")
FREQUENCIES = ("WEEKLY", "MONTHLY")
PLACES = ("physical", "postal", "virtual")
LINE, NAME, TEXT, LONG, URL = 200, 120, 5000, 50_000, 300
OLDEST_YEAR, LATEST_YEAR = 1000, 2100
MOST_AGE = 130

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-][01]\d:[0-5]\d)?")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"'.]+(\.[^@\s<>\"'.]+)+")
_STRANGE = re.compile(r"[^0-9+() ./\-]")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")

Reason = str | None
Rule = Callable[[Any], Reason]


def text(limit: int) -> Rule:
    """Words: no controls, an end, nobody's identity number."""

    def rule(value: Any) -> Reason:
        if not isinstance(value, str):
            return "must be a text."
        if found := _CONTROL.search(value):
            return f"has the control character U+{ord(found[0]):04X}."
        if len(value) > limit:
            return f"is {len(value)} characters long; there is room for {limit}."
        if accept(value, limit).masked:
            return "has somebody's personal number in it."
        return None

    return rule


def identifier(value: Any) -> Reason:
    if not isinstance(value, str):
        return "must be a text."
    try:
        return None if str(uuid.UUID(value)) == value.lower() else "is not a UUID with its dashes."
    except ValueError:
        return "is not a UUID."


def _required(value: Any) -> Reason:
    return text(NAME)(value) or (None if value.strip() else "is empty.")


def url(value: Any) -> Reason:
    if reason := text(URL)(value):
        return reason
    try:
        parts = urlsplit(value)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return "is not a web address."
    if any(sign.isspace() for sign in value) or not parts.scheme:
        return "is not a web address."
    if parts.scheme not in ("http", "https"):
        return "~must begin with https:// or http://."
    if "." not in host or parts.username:
        return "~is not the address of a public site."
    return None


def email(value: Any) -> Reason:
    return text(LINE)(value) or (None if _EMAIL.fullmatch(value) else "is not an e-mail address.")


def day(value: Any) -> Reason:
    """A date of the calendar."""
    if not isinstance(value, str):
        return "must be a date, like 2027-01-31."
    try:
        return None if _DATE.fullmatch(value) and date.fromisoformat(value) else "~is not a date, like 2027-01-31."
    except ValueError:
        return "~is not a day of the calendar."


def moment(value: Any) -> Reason:
    if not isinstance(value, str):
        return "must be a moment, like 2027-01-31T12:00:00Z."
    try:
        if len(value) < 16 or datetime.fromisoformat(value).tzinfo is None:
            return "is not a moment with its timezone, like 2027-01-31T12:00:00Z."
    except ValueError:
        return "is not a moment with its timezone, like 2027-01-31T12:00:00Z."
    return None


def time(value: Any) -> Reason:
    if not isinstance(value, str):
        return "must be a time, like 09:30."
    return None if _TIME.fullmatch(value) else "~is not a time, like 09:30."


def number(low: float, high: float, whole: bool = False) -> Rule:
    def rule(value: Any) -> Reason:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "must be a number."
        if isinstance(value, float) and not math.isfinite(value):  # an int of any length is finite
            return "must be a number."
        if whole and value != int(value):
            return "~must be a whole number."
        return None if low <= value <= high else f"~must be from {low:g} to {high:g}."

    return rule


def phone(value: Any) -> Reason:
    reason = text(40)(value)
    # A number is no sentence: what may as well be a phone is one here.
    if reason and not ("personal number" in reason and all(hidden.ambiguous for hidden in accept(value, 40).masked)):
        return reason
    try:
        if _STRANGE.search(value):
            raise Invalid("phone_wrong")
        normal_number(value, None)
    except Invalid:
        return "~is not a phone number with its country code, like +46 8 12 34 56."
    return None


def one_of(allowed: tuple[str, ...], soft: str = "") -> Rule:
    def rule(value: Any) -> Reason:
        return None if isinstance(value, str) and value in allowed else f"{soft}must be one of {', '.join(allowed)}."

    return rule


def listed(part: Callable[[str], bool], example: str) -> Rule:
    """Several in one text, with commas."""

    def rule(value: Any) -> Reason:
        if not isinstance(value, str):
            return "must be a text."
        return None if value and all(part(one.strip()) for one in value.split(",")) else f"~must be like {example}."

    return rule


def _between(low: int, high: int) -> Callable[[str], bool]:
    def inside(said: str) -> bool:
        return bool(re.fullmatch(r"[+-]?\d{1,3}", said)) and low <= abs(int(said)) <= high

    return inside


def _short(pattern: str, reason: str) -> Rule:
    def rule(value: Any) -> Reason:
        return text(LINE)(value) or (None if re.fullmatch(pattern, value) else f"~{reason}")

    return rule


RULES: dict[str, Rule] = {
    "id": identifier,
    "ref": identifier,
    "name": _required,
    "line": text(LINE),
    "text": text(TEXT),
    "long": text(LONG),
    "url": url,
    "email": email,
    "date": day,
    "moment": moment,
    "time": time,
    "phone": phone,
    "latitude": number(-90, 90),
    "longitude": number(-180, 180),
    "timezone": number(-12, 14),
    "number": number(0, 10**12),
    "count": number(1, 1000, whole=True),
    "age": number(0, MOST_AGE),
    "amount": number(0, 10**9),
    "year": number(OLDEST_YEAR, LATEST_YEAR, whole=True),
    "status": one_of(STATUSES),
    "place": one_of(PLACES),
    "freq": one_of(FREQUENCIES),
    "day": one_of(DAYS),
    "days": listed(lambda said: bool(_WEEKDAY.fullmatch(said)), "MO,TU"),
    "weeks": listed(_between(1, 53), "41,42"),
    "monthdays": listed(_between(1, 31), "1,15"),
    "yeardays": listed(_between(1, 366), "1,200"),
    "tag": _short(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "must be the code of a language, like sv."),
    "currency": _short("[A-Za-z]{3}", "must be a currency of three letters, like SEK."),
    "country": _short("[A-Z]{2}", "must be a country of two capital letters, like SE."),
}


def wrong(kind: str, value: Any) -> tuple[str, bool] | None:
    """(why, whether the standard refuses it too) for a value that cannot be taken."""
    reason = RULES[kind](value)
    return None if reason is None else (reason.removeprefix("~"), not reason.startswith("~"))
