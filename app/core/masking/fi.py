"""Finland: henkilötunnus, six digits, a century sign, three digits and a check character (new signs since 2023).

One without any letter, as 010190-1234, has the shape of a Danish number and is hidden as that.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.core.masking.checks import is_day
from app.core.masking.labels import Label, label_before
from app.core.masking.terms import Find, Kind

_CHECK: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_GAP: Final = r"[ \n.\-/_]{0,6}"
# The sign is optional: people write "010190 123M". Every gap is bounded and holds no digit, so the search is linear.
_HETU: Final = re.compile(
    rf"(?<![0-9])(\d(?:{_GAP}\d){{5}}){_GAP}([+A-FU-Y]?){_GAP}(\d(?:{_GAP}\d){{2}}){_GAP}([0-9A-FHJ-NPR-Y])(?![0-9A-Z])"
)
_YEAR: Final = re.compile(rf"(?<![0-9])(\d\d{_GAP}\d\d{_GAP})(?:18|19|20)(\d\d-\d{{3}}[0-9A-FHJ-NPR-Y])(?![0-9A-Z])")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def is_fi(day_month_year: str, rest: str, check: str) -> bool:
    """The birthday exists and the check character is the right one of thirty-one."""
    day, month, year = int(day_month_year[:2]), int(day_month_year[2:4]), int(day_month_year[4:])
    return is_day(day, month, year) and _CHECK[int(day_month_year + rest) % 31] == check


def find_fi(folded: str) -> Iterator[Find]:
    """Every henkilötunnus in a folded text."""
    place = 0
    while match := _HETU.search(folded, place):
        lettered = match[2].isalpha() or match[4].isalpha()  # all digits: the room for ten digits looks after it
        right = lettered and is_fi(_digits(match[1]), _digits(match[3]), match[4])
        if right and label_before(folded, match.start()) is not Label.BOOK:  # an ISBN may end in X
            yield Find(match.start(), match.end(), Kind.FI)
            place = match.end()
        else:
            place = match.start() + 1
    for match in _YEAR.finditer(folded):  # 01.01.1990-123A: not an official spelling, but one people use
        digits = _digits(match[1] + match[2][:-1])
        if is_fi(digits[:6], digits[6:], match[2][-1]):
            yield Find(match.start(), match.end(), Kind.FI)
