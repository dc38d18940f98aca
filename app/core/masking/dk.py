"""Denmark: CPR-nummer. Since 2007 given out without a right check digit too: a possible birthday is enough."""

from typing import Final

from app.core.masking.checks import is_day, weighted

_WEIGHTS: Final = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_dk(digits: str) -> bool:
    """Ten digits that begin with a birthday: DDMMYYSSSS."""
    return is_day(int(digits[:2]), int(digits[2:4]), int(digits[4:6]))


def is_dk_checked(digits: str) -> bool:
    """A CPR-nummer of the old kind, with its check digit."""
    return is_dk(digits) and weighted(digits, _WEIGHTS) % 11 == 0


def is_dk_long(digits: str) -> bool:
    """Twelve digits with the whole year: DDMMYYYYSSSS."""
    return digits[4:6] in ("18", "19", "20") and is_dk(digits[:4] + digits[6:])
