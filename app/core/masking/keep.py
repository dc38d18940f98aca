"""Numbers that must survive though they look like a birthday: phones, books, dates with a time, amounts."""

import re
from typing import Final

from app.core import clock
from app.core.masking.checks import is_ean13, is_isbn10
from app.core.masking.labels import Label
from app.core.masking.shapes import Page, Window

_PHONE_MOST: Final = 15  # ITU-T E.164
_NATIONAL: Final = {"45": 8, "47": 8, "46": 9, "358": 9, "354": 7, "298": 6, "299": 6}
_ZEROS: Final = re.compile(r"00(45|46|47|358|354|298|299|[1-9])")
_TRUNK: Final = re.compile(r"0[1-9]")
_MONEY: Final = re.compile(r" ?(?:(?:KR|SEK|DKK|NOK|ISK|EUR)\b|€|\$|£|:-|,-|,[0-9]{2}(?![0-9]))")
_DATE_GAPS: Final = frozenset((".", "/", "-"))


def phones(page: Page) -> frozenset[int]:
    """Indexes of the groups that belong to an international phone number."""
    found: set[int] = set()
    for place, group in enumerate(page.groups):
        if group is None or place in found:
            continue
        if place in page.plus:
            found.update(_phone_from(page, place, group.digits))
        elif (zeros := _ZEROS.match(_lead(page, place))) and not _could_be_born_in_2000(page, place):
            found.update(_phone_from(page, place, _lead(page, place)[2:], zeros[1]))
    return frozenset(found)


def _lead(page: Page, place: int) -> str:
    """The first digits from a group on: "00 46" counts as "0046"."""
    group = page.groups[place]
    following = page.groups[place + 1] if place + 1 < len(page.groups) else None
    digits = group.digits if group else ""
    return digits + following.digits if digits == "00" and following else digits


def _could_be_born_in_2000(page: Page, place: int) -> bool:
    """000101-1234: two zeros are a year too, but then a month follows."""
    return "01" <= _lead(page, place)[2:4] <= "12"


def _phone_from(page: Page, place: int, lead: str, country: str = "") -> set[int]:
    code = country or next((code for code in _NATIONAL if lead.startswith(code)), "")
    enough = len(code) + _NATIONAL.get(code, 9)
    taken: set[int] = set()
    count = 0
    while place < len(page.groups) and (group := page.groups[place]) is not None:
        if count and (count >= enough or count + len(group.digits) > _PHONE_MOST):
            break
        count += len(group.digits)
        taken.add(place)
        place += 1
    return taken


def is_book(page: Page, window: Window, label: Label) -> bool:
    """An ISBN: called so and right by its own check digit, or thirteen digits written as 978 and the rest."""
    if label is Label.BOOK:
        return is_isbn10(window.digits)
    before = page.groups[window.first - 1] if window.first else None
    return before is not None and before.digits in ("978", "979") and is_ean13(before.digits + window.digits)


def is_amount(page: Page, window: Window) -> bool:
    """Money right after a number in one piece."""
    return window.bare and _MONEY.match(page.folded, window.end) is not None


def is_date_and_time(window: Window) -> bool:
    """15.01.24 1430 and 2024-01-15 1430: a date of this year or the next, then a possible time of day."""
    if len(window.groups) != 4 or not window.gaps[-1].isspace() or not set(window.gaps[:2]) <= _DATE_GAPS:
        return False
    *day, hour = (group.digits for group in window.groups)
    if len(hour) != 4 or hour[:2] > "23" or hour[2:] > "59":
        return False
    if len(day[0]) == 2 and day[0] > "31":
        return False
    year = clock.now().year
    written = int(day[0]) if len(day[0]) == 4 else int(day[2])
    return (written if written > 99 else 2000 + written) in (year, year + 1)


def could_be_other(window: Window) -> bool:
    """A number in one piece, or in pairs, that a phone with its trunk zero or a book may carry as well."""
    whole = window.bare or all(len(group.digits) == 2 for group in window.groups)
    return whole and (_TRUNK.match(window.digits) is not None or is_isbn10(window.digits))
