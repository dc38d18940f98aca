"""Fold a text so that one digit is one ASCII digit, whatever script, width or hidden character it came in."""

import unicodedata
from dataclasses import dataclass
from typing import Final

_CACHE_LIMIT: Final = 20_000  # a hostile text must not be able to fill the memory with the whole of Unicode
_OTHERS: Final = {
    "\t": " ",
    "\u2212": "-",  # minus sign
    "\u2043": "-",  # hyphen bullet
    "\u02d7": "-",  # modifier minus
    "\u2044": "/",
    "\u2215": "/",
    "\u00b7": ".",  # middle dot
    "\u2022": ".",  # bullet
    "\u2219": ".",
    "\u22c5": ".",
}


def _fold_char(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):  # zero width, direction marks, soft hyphen, keycaps, strokes
        return ""
    if char == "\n":
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if char in _OTHERS:
        return _OTHERS[char]
    if category == "Pd":
        return "-"
    if category == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if len(plain) == 1 and plain.isascii():
        return plain.upper()
    return char


class _Table(dict[int, str]):
    """A translation table that works out a character the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < _CACHE_LIMIT:
            self[code] = folded
        return folded


_TABLE: Final = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text and the way back to the places in the original."""

    text: str
    places: list[int] | None
    """Place in the original for each folded character; None where nothing was dropped."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of a folded span; hidden characters inside it belong to it."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Every character becomes one character or none."""
    folded = text.translate(_TABLE)
    if len(folded) == len(text):
        return Folded(folded, None)
    return Folded(folded, [i for i, char in enumerate(text) if _TABLE[ord(char)]])
