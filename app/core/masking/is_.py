"""Iceland: kennitala. From 18 February 2026 new ones carry no check digit; those pass as a birthday and a century."""

from typing import Final

from app.core.masking.checks import is_day, weighted

_WEIGHTS: Final = (3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_is(digits: str) -> bool:
    """Ten digits: a birthday, two and one digits, and the century last (8, 9 or 0). Companies (day + 40) are public."""
    return digits[9] in "890" and is_day(int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def is_is_checked(digits: str) -> bool:
    """A kennitala of the old kind, with its check digit."""
    return is_is(digits) and weighted(digits, _WEIGHTS) % 11 == 0
