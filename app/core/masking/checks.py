"""Arithmetic shared by the finders: dates that can be a birthday, Luhn, weighted sums."""

from collections.abc import Sequence
from typing import Final

_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_day(day: int, month: int, year: int) -> bool:
    """A day that exists. Two digits of year do for it: 1900 is the only century year that is not a leap year,
    and 2000, which is one, shares its digits."""
    if not 1 <= month <= 12:
        return False
    return 1 <= day <= _DAYS[month - 1] and (month != 2 or day < 29 or year % 4 == 0)


def luhn(digits: str) -> bool:
    """The last digit makes the doubled sum a multiple of ten."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def weighted(digits: str, weights: Sequence[int]) -> int:
    """Sum of digit times weight."""
    return sum(int(char) * weight for char, weight in zip(digits, weights, strict=False))


def is_isbn10(digits: str) -> bool:
    """Ten digits whose weighted sum is a multiple of eleven (an ISBN ending in X is no identity number anyway)."""
    return weighted(digits, range(10, 0, -1)) % 11 == 0


def is_ean13(digits: str) -> bool:
    """Thirteen digits with a right check digit: goods, and books as 978 and 979."""
    return len(digits) == 13 and weighted(digits, (1, 3) * 6 + (1,)) % 10 == 0
