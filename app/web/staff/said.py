"""The visitor's newest words: what to search with, and how to quote them."""

from __future__ import annotations

from collections.abc import Sequence

LAST = 2
# Shorter than this, two messages are a "yes" and a "thank you": what they first asked says what it is about.
SHORT = 40
QUOTED = 70


def to_search(texts: Sequence[str]) -> str:
    """Their last two messages, the newest first because a search reads only so far; with the first where they are short."""
    return " \n".join(reversed(_chosen(texts)))


def to_quote(texts: Sequence[str]) -> str:
    """The same words in the order they were said, each cut short."""
    return " … ".join(_cut(" ".join(text.split())) for text in _chosen(texts))


def _chosen(texts: Sequence[str]) -> list[str]:
    last = list(texts[-LAST:])
    return [texts[0], *last] if len(texts) > LAST and sum(map(len, last)) < SHORT else last


def _cut(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED].rsplit(' ', 1)[0]} …"
