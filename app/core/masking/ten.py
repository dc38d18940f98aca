"""Ten digits: a Danish, Swedish or Icelandic number, or a phone, a book, a library card. The hard room."""

from typing import Final

from app.core.masking import keep
from app.core.masking.dk import is_dk, is_dk_checked
from app.core.masking.is_ import is_is, is_is_checked
from app.core.masking.labels import Label, kind_named, label_before
from app.core.masking.se import is_se
from app.core.masking.shapes import Page, Window
from app.core.masking.terms import Find, Kind

_SURE: Final = (
    (is_dk_checked, Kind.DK),
    (is_se, Kind.SE),
    (is_is_checked, Kind.IS),
)


def find_ten(page: Page, window: Window) -> Find | None:
    """Hide it, keep it, or hide it and ask."""
    label = label_before(page.folded, window.start)
    if label is Label.IDENTITY:  # the writer says so: a slip in one digit is still their number
        return Find(window.start, window.end, sure_kind(window.digits) or kind_named(page.folded, window.start))
    sure = sure_kind(window.digits)
    kind = sure or (Kind.IS if is_is(window.digits) and not is_dk(window.digits) else None)
    kind = kind or (Kind.DK if is_dk(window.digits) else None)
    if kind is None or _survives(page, window, label, sure is not None):
        return None
    doubtful = sure is None or label in (Label.LIBRARY, Label.CASE)
    ask = keep.could_be_other(window) or (window.bare and doubtful)
    return Find(window.start, window.end, kind, ask)


def sure_kind(digits: str) -> Kind | None:
    """The country whose check digit fits."""
    return next((kind for check, kind in _SURE if check(digits)), None)


def _survives(page: Page, window: Window, label: Label, sure: bool) -> bool:
    if keep.is_book(page, window, label) or keep.is_amount(page, window) or keep.is_date_and_time(window):
        return True
    if label is Label.PHONE:
        return keep.could_be_other(window)
    return not sure and window.bare and label in (Label.LIBRARY, Label.CASE)
