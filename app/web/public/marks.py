"""Shows a reader which of their words were found in a title or summary."""

from __future__ import annotations

import re
from itertools import pairwise
from math import ceil

from markupsafe import Markup, escape

from app.domain.search import stopwords
from app.domain.search.text import fold, words

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SHORTEST = 4
# How much of the longer word two forms of one word must share from the start.
SHARED = 0.75


def keys(query: str) -> frozenset[str]:
    """The telling words of a query, spelled as the search compares them; neighbours also written together."""
    said = [fold(word) for word in words(query)]
    telling = {key for key in said if stopwords.weight(key) == 1.0}
    return frozenset(telling | {left + right for left, right in pairwise(said)})


def highlight(text: str, wanted: frozenset[str]) -> Markup:
    """The text, escaped, with the words that match in <mark>."""
    parts: list[Markup] = []
    at = 0
    for found in WORD.finditer(text):
        if any(_alike(fold(word), key) for word in words(found[0]) for key in wanted):
            parts += [escape(text[at : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
            at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def _alike(word: str, key: str) -> bool:
    """The same word in another form: `spärrat` and `spärrad`, not `bank` and `bankid`."""
    if word == key:
        return True
    needed = max(SHORTEST, ceil(max(len(word), len(key)) * SHARED))
    return word[:needed] == key[:needed] and min(len(word), len(key)) >= needed
