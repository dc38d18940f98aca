"""All finders over one folded text, the surest first; a place once taken is not given twice."""

from collections.abc import Iterator
from typing import Final

from app.core.masking import keep
from app.core.masking.card import is_card
from app.core.masking.checks import is_ean13
from app.core.masking.dk import is_dk_long
from app.core.masking.doors import find_links
from app.core.masking.fi import find_fi
from app.core.masking.iban import find_iban
from app.core.masking.labels import Label, label_before
from app.core.masking.no import is_no, is_no_long
from app.core.masking.se import is_se_long
from app.core.masking.shapes import CARDS, ELEVEN, TEN, THIRTEEN, TWELVE, Page, Window, has_wraps
from app.core.masking.ten import find_ten
from app.core.masking.terms import Find, Kind

_DATE_GAPS: Final = {"222": 2, "422": 2, "224": 2}  # how many gaps at the beginning belong to the date
_FEWEST: Final = 9  # digits in the shortest of them, the Finnish


def find_all(folded: str) -> list[Find]:
    """The spans to hide, in order, none touching another."""
    found = list(find_links(folded))
    if sum(map(folded.count, "0123456789")) < _FEWEST:
        return found
    found += find_iban(folded)
    numbers = list(_by_shape(Page(folded)))
    if has_wraps(folded):
        numbers += _by_shape(Page(folded, join_lines=True), only_wrapped=True)
    found += sorted(numbers, key=lambda find: -sum(map(str.isdigit, folded[find.start : find.end])))
    found += find_fi(folded)
    return _without_overlaps(found)


def _without_overlaps(found: list[Find]) -> list[Find]:
    taken: set[int] = set()
    kept: list[Find] = []
    for find in found:
        if taken.isdisjoint(range(find.start, find.end)):
            taken.update(range(find.start, find.end))
            kept.append(find)
    return sorted(kept, key=lambda find: find.start)


def _by_shape(page: Page, only_wrapped: bool = False) -> Iterator[Find]:
    phones = keep.phones(page)
    for pattern, judge in _JUDGES:
        for window in page.windows(pattern):
            if only_wrapped and not window.wrapped:
                continue
            if window.first in phones or not _is_even(page, window):
                continue
            if find := judge(page, window):
                yield find


def _is_even(page: Page, window: Window) -> bool:
    """The parts of a date, and digits in pairs, have one kind of separator between them and no more of it beside."""
    if len(window.groups) < 3 or all(len(group.digits) == 1 for group in window.groups):
        return True
    gaps = [gap.strip(" \n") for gap in window.gaps]
    sizes = {len(group.digits) for group in window.groups}
    if sizes == {4}:
        return not any(gaps) or len(window.digits) > 12
    inside = gaps if sizes == {2} else gaps[: _DATE_GAPS.get(window.shape[:3], 0)]
    even = len(set(inside)) < 2 or inside == ["/", "-"]  # 01/01-90, as Danes write a day
    return even and not page.goes_on(window)


def _card(page: Page, window: Window) -> Find | None:
    digits = window.digits
    if not is_card(digits) or _two_phones(window):
        return None
    label = label_before(page.folded, window.start)
    if is_ean13(digits) or (window.bare and label in (Label.BOOK, Label.LIBRARY) and len(digits) < 15):
        return None  # goods and books; cards of thirteen digits are no longer given out
    ask = window.bare and len(digits) < 15  # library cards and barcodes are as long
    return Find(window.start, window.end, Kind.CARD, ask)


def _two_phones(window: Window) -> bool:
    """Eight digits on one line and eight on the next are two Danish or Norwegian phones."""
    return window.wrapped and window.bare and len(window.digits) == 16 and window.groups[0].wrapped_at == 8


def _thirteen(page: Page, window: Window) -> Find | None:
    return Find(window.start, window.end, Kind.NO) if is_no_long(window.digits) else None


def _twelve(page: Page, window: Window) -> Find | None:
    digits = window.digits
    if is_se_long(digits) and not keep.is_date_and_time(window):
        return Find(window.start, window.end, Kind.SE)
    if not window.bare and window.gaps[-1] == "-" and len(window.groups[-1].digits) == 4 and is_dk_long(digits):
        return Find(window.start, window.end, Kind.DK)
    return None


def _eleven(page: Page, window: Window) -> Find | None:
    return Find(window.start, window.end, Kind.NO) if is_no(window.digits) else None


_JUDGES: Final = (
    *((pattern, _card) for pattern in CARDS),
    (THIRTEEN, _thirteen),
    (TWELVE, _twelve),
    (ELEVEN, _eleven),
    (TEN, find_ten),
)
