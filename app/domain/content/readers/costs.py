"""Reads what a service costs: an amount only with the place it was read at."""

from __future__ import annotations

import re
from typing import Any

from app.domain.content.fields import Fields

CURRENCY = re.compile(r"^[A-Z]{3}$")
AMOUNT = re.compile(r"^\d{1,7}(\.\d{1,2})?$")


def read(fields: Fields) -> list[dict[str, Any]]:
    """The lines of `cost_options`."""
    return [_cost(item, fields) for item in fields.parts("cost_options")]


def _cost(item: Any, parent: Fields) -> dict[str, Any]:
    fields = Fields(item, parent.file, parent.problems, f"{parent.where}`cost_options`: ")
    said: dict[str, Any] = {
        "option": fields.texts("option", 300),
        "amount": _amount(fields),
        "currency": fields.maybe("currency"),
        "source": fields.text("source", 300),
        "valid_from": fields.day("valid_from"),
        "valid_to": fields.day("valid_to"),
    }
    if not said["option"]:
        fields.refuse("`option` is missing: say what the money is for.")
    if said["currency"] and not CURRENCY.match(said["currency"]):
        fields.refuse(f"`currency` is '{said['currency']}'; write three capital letters, like SEK.")
    if (said["amount"] is None) != (said["currency"] is None):
        fields.refuse("`amount` and `currency` belong together.")
    if said["valid_from"] and said["valid_to"] and said["valid_from"] > said["valid_to"]:
        fields.refuse("`valid_to` is before `valid_from`.")
    fields.finish()
    return tidy(said)


def tidy(said: dict[str, Any]) -> dict[str, Any]:
    """One cost as files and rows both have it: its keys in order, none for what is not known."""
    keys = ("option", "amount", "currency", "source", "valid_from", "valid_to")
    return {key: said[key] for key in keys if said.get(key) not in (None, {}, "")}


def _amount(fields: Fields) -> int | float | None:
    """A whole number, or one with a decimal point: 400, 49.50."""
    value = fields.maybe("amount", 12)
    if value is None:
        return None
    if not AMOUNT.match(value):
        fields.refuse(f"`amount` is '{value}'; write a number, like 400 or 49.50.")
        return None
    number = float(value)
    return int(number) if number.is_integer() else number
