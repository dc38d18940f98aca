"""Phone numbers as people type them: plausible or refused, and kept in one spelling. Pure."""

from __future__ import annotations

import re

import phonenumbers

from app.core.errors import Invalid

# 112, 1177, 7726, 114 14, 116 000: no country code, and not for a library of phone numbers to judge.
SHORT = re.compile(r"\d{3,6}")


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
