"""Sweden: personnummer and samordningsnummer, ten or twelve digits (Skatteverket, SKV 704 and 707)."""

from typing import Final

from app.core.masking.checks import is_day, luhn

_COORDINATION: Final = 60  # samordningsnummer: sixty is added to the day, and the day may be unknown


def is_se(digits: str) -> bool:
    """Ten digits: YYMMDDNNNC."""
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if day == _COORDINATION:
        day += 1
    if day > _COORDINATION:
        day -= _COORDINATION
    return is_day(day, month, year) and luhn(digits)


def is_se_long(digits: str) -> bool:
    """Twelve digits: the century first. The check digit counts only the last ten."""
    return digits[:2] in ("18", "19", "20") and is_se(digits[2:])
