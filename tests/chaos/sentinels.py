"""Words that can be told apart wherever they turn up: every text carries its conversation's mark and its own number."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

# No digits: a row of them could be somebody's identity number, and would be masked.
LETTERS, DIGITS = "bcdfghjkmprstvwx", "abcdefghij"
FOUND = re.compile(rb"zq([bcdfghjkmprstvwx]{8})n([a-j]+)qz")
MORE = ("<b>å</b> & سلام", "Jag kommer inte in", "'; DROP TABLE message; --", "Привіт 👋🏽", "två\nrader", "")


def new_mark(dice: random.Random) -> str:
    """One conversation's own mark."""
    return "".join(dice.choices(LETTERS, k=8))


def sentinel(mark: str, number: int) -> str:
    return f"zq{mark}n{''.join(DIGITS[int(digit)] for digit in str(number))}qz"


def text(mark: str, number: int) -> str:
    """Something to say: unique, and sometimes awkward."""
    return f"{sentinel(mark, number)} {MORE[number % len(MORE)]}".strip()


def marks(data: bytes) -> set[str]:
    """Whose words are in these bytes."""
    return {found[1].decode() for found in FOUND.finditer(data)}


def sentinels(data: bytes) -> Iterator[str]:
    """Every sentinel in these bytes, in order."""
    return (found[0].decode() for found in FOUND.finditer(data))
