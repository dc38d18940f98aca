"""The words of masking: which kinds of number are hidden, and what is put in their place."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MASK: Final = "[•••]"
"""Shown where a number was. No digit, no letter: it needs no translation and reveals nothing."""

KEY_MASK: Final = "[•••/•••]"
"""Shown where a link or a code was that opens a conversation; by it the two are told apart in words already stored."""


class Kind(StrEnum):
    """What was hidden: a number (one valid in several countries carries one of them), or a link that is a key."""

    SE = "personnummer"
    DK = "cpr"
    NO = "fodselsnummer"
    FI = "hetu"
    IS = "kennitala"
    CARD = "card"
    IBAN = "iban"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Masked:
    """One hidden number or link: its kind and where the mask begins. Never the thing itself."""

    kind: Kind
    at: int
    ambiguous: bool
    """It may as well be a phone, a book or a library card: ask the visitor."""


@dataclass(frozen=True, slots=True)
class Find:
    """A span of the folded text that must be hidden."""

    start: int
    end: int
    kind: Kind
    ambiguous: bool = False
