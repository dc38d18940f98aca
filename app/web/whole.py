"""Whole numbers from addresses and forms: anything else, and anything no database could hold, is the default."""

from __future__ import annotations

DIGITS = 9


def whole(given: str, default: int = 0) -> int:
    """`given` as a number of at most nine digits; `default` for everything else, never an error."""
    return int(given) if given.isdecimal() and len(given) <= DIGITS else default
