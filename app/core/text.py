"""The one edge for text: what a person writes is made clean and rid of identity numbers, before anything else."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from app.core.masking import Kind, Masked, mask

LIMIT: Final = 4000
_BEYOND: Final = 64  # read past the limit, so that a number cut in half by it is still known for what it is
_MARKS: Final = 5  # combining marks on one letter; Tibetan and Quranic writing stay below
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls but tab and newline, lone surrogates, non-characters, hidden tags, annotation and byte order marks, and the
# marks that turn the direction of what follows (LRE … RLO, isolates): they let a link or a name read as another.
# Joiners (Persian, emoji) and LRM, RLM, ALM stay.
_NON_CHARACTERS: Final = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    f"\ud800-\udfff\U000e0000-\U000e0fff{_NON_CHARACTERS}]"
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A text that may be stored and shown."""

    text: str
    masked: tuple[Masked, ...]
    """What was hidden, in order; empty for most texts."""
    ambiguous: int
    """How many of them may as well be a phone, a book or a library card: ask the visitor."""

    @property
    def numbers(self) -> int:
        """How many were numbers, and not a link of ours."""
        return sum(hidden.kind is not Kind.LINK for hidden in self.masked)


def clean(raw: str, limit: int = LIMIT) -> str:
    """Normal form C, safe characters, one kind of line end, at most `limit` characters; twice changes nothing."""
    text = raw[: limit * 8]  # bounds the work; nobody's text is mostly rubbish
    text = _UNSAFE.sub("", _LINE_ENDS.sub("\n", text))
    if not text.isascii():
        text = _cap_marks(unicodedata.normalize("NFC", text))
    return _cut(text, limit)


def accept(raw: str, limit: int = LIMIT) -> Accepted:
    """The only way for a visitor's or a colleague's words into the house."""
    text, masked = mask(clean(raw, limit + _BEYOND))
    text = _cut(text, limit)
    masked = tuple(hidden for hidden in masked if hidden.at < len(text))
    return Accepted(text, masked, sum(hidden.ambiguous for hidden in masked))


def _cap_marks(text: str) -> str:
    """No more than five marks on one letter: a heap of them runs over the lines above and below."""
    if not any(map(unicodedata.combining, text)):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= _MARKS:
            kept.append(char)
    return "".join(kept)


def _cut(text: str, limit: int) -> str:
    """Not between a letter and its marks."""
    if len(text) <= limit:
        return text
    end = limit
    while end and unicodedata.category(text[end]) in ("Mn", "Me"):
        end -= 1
    return text[:end]
