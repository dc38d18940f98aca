"""Norway: fødselsnummer and D-nummer, eleven digits with two check digits."""

from typing import Final

from app.core.masking.checks import is_day, weighted

_FIRST: Final = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND: Final = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_no(digits: str) -> bool:
    """Eleven digits: DDMMYYIIIKK; a D-nummer has forty added to its day."""
    day = int(digits[:2])
    if day > 40:
        day -= 40
    if not is_day(day, int(digits[2:4]), int(digits[4:6])):
        return False
    return weighted(digits, _FIRST) % 11 == 0 and weighted(digits, _SECOND) % 11 == 0


def is_no_long(digits: str) -> bool:
    """Thirteen digits with the whole year: DDMMYYYYIIIKK."""
    return digits[4:6] in ("18", "19", "20") and is_no(digits[:4] + digits[6:])
