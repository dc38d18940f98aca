"""IBAN: a country, two check digits and an account, of a length fixed by the country; by 97, 1 is left."""

import re
from collections.abc import Iterator
from typing import Final

from app.core.masking.terms import Find, Kind

_LENGTHS: Final = {
    country: int(length)
    for length, countries in {
        "15": "NO",
        "16": "BE",
        "18": "DK FO FI GL NL SD FK",
        "19": "MK SI",
        "20": "AT BA EE KZ LT LU XK MN",
        "21": "CH HR LI LV",
        "22": "BG BH CR DE GB GE IE ME RS VA",
        "23": "AE GI IL IQ OM SO TL",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG",
        "25": "LY PT ST",
        "26": "IS TR",
        "27": "BI DJ FR GR IT MC MR SM",
        "28": "AL AZ BY CY DO GT HN HU LB NI PL SV",
        "29": "BR EG PS QA UA",
        "30": "JO KW MU YE",
        "31": "MT SC",
        "32": "LC",
        "33": "RU",
    }.items()
    for country in countries.split()
}
_GAP: Final = r"[ \n.\-/_]{0,6}"
_START: Final = re.compile(rf"([A-Z]){_GAP}([A-Z]){_GAP}\d{_GAP}\d")
_GAPS: Final = frozenset(" \n.-/_")


def _account(folded: str, start: int, length: int) -> tuple[str, int]:
    """The next letters and digits up to the length, and where they end; gaps longer than six end the account."""
    found: list[str] = []
    gap = 0
    place = start
    while place < len(folded) and len(found) < length and gap <= 6:
        char = folded[place]
        if char in _GAPS:
            gap += 1
        elif char.isascii() and char.isalnum():
            found.append(char)
            gap = 0
        else:
            break
        place += 1
    return "".join(found), place


def is_iban(account: str) -> bool:
    """Letters count as 10 to 35, the first four characters go last."""
    return int("".join(str(int(char, 36)) for char in account[4:] + account[:4])) % 97 == 1


def find_iban(folded: str) -> Iterator[Find]:
    """Every IBAN in a folded text, also glued to a word before it."""
    place = 0
    while match := _START.search(folded, place):
        place = match.start() + 1
        length = _LENGTHS.get(match[1] + match[2])
        if length is None:
            continue
        account, end = _account(folded, match.start(), length)
        glued = end < len(folded) and folded[end].isascii() and folded[end].isdigit()
        if len(account) == length and not glued and is_iban(account):
            yield Find(match.start(), end, Kind.IBAN)
            place = end
