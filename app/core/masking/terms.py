"""The words of masking: which kinds of number are hidden, and what is put in their place."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MASK: Final = "[•••]"
"""Shown where a number was. No digit, no letter: it needs no translation and reveals nothing."""


class Kind(StrEnum):
    """What a hidden number was. A number valid in several countries carries one of them."""

    SE = "personnummer"
    DK = "cpr"
    NO = "fodselsnummer"
    FI = "hetu"
    IS = "kennitala"
    CARD = "card"
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Masked:
    """One hidden number: its kind and where MASK begins. Never the number itself."""

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
