"""Phone numbers as people type them: plausible or refused, kept in one spelling, and found in other words. Pure."""

from __future__ import annotations

import re

import phonenumbers

from app.core.errors import Invalid
from app.core.masking.terms import MASK

# 112, 1177, 7726, 114 14, 116 000: no country code, and not for a library of phone numbers to judge.
SHORT = re.compile(r"\d{3,6}")
# Any script's digits, seven or more with what people put between them; "112. 1177" are two.
_BETWEEN = r"(?:[./]|\)?[^\S\n]?[(\-\u2010-\u2015]?[^\S\n]?\)?)"
_DIALLED = re.compile(rf"(?<![\w/])[+＋]?\d(?:{_BETWEEN}\d){{6,}}(?![\w/])")
# Days, years and times of the day, which have as many.
_MOMENT = re.compile(
    r"(?<![\d.])(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\s?\d{1,2}[./]?\s?(?:19|20)\d{2}|(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)\d{2}"
    r"|(?:[01]?\d|2[0-4])[.:][0-5]\d)(?![\d.]\d|\d)"
)
_EITHER = re.compile(rf"(?P<moment>{_MOMENT.pattern})|{_DIALLED.pattern}")


def normal_number(typed: str, country: str | None) -> str:
    """The international spelling, or a short code as it was written; Invalid("phone_wrong") for neither."""
    text = " ".join(typed.split())
    if SHORT.fullmatch(text.replace(" ", "")):
        return text
    try:
        number = phonenumbers.parse(text, country.upper() if country else None)
    except phonenumbers.NumberParseException as error:
        raise Invalid("phone_wrong") from error
    if number.extension or not phonenumbers.is_valid_number(number):
        raise Invalid("phone_wrong")
    return _with_its_own_groups(text, number)


def holds_number(text: str) -> bool:
    """Whether something in these words could be dialled: such a number would be one that nobody has checked."""
    return _DIALLED.search(_MOMENT.sub("|", text)) is not None


def without_numbers(text: str) -> str:
    """The words with everything hidden that could be dialled."""
    return _EITHER.sub(lambda found: found[0] if found["moment"] else MASK, text)


def _with_its_own_groups(text: str, number: phonenumbers.PhoneNumber) -> str:
    """0771-11 22 33 is known by its groups; the library's own way of grouping would make it look like another."""
    local = re.sub(r"\D+", " ", text).strip()
    local = local.removeprefix(str(number.country_code)) if text.startswith("+") else local.removeprefix("0")
    grouped = f"+{number.country_code} {local.strip()}"
    same = digits(grouped) == f"{number.country_code}{number.national_number}"
    return grouped if same else phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def digits(number: str) -> str:
    """Only what is dialled, to compare two spellings."""
    return re.sub(r"\D", "", number)
