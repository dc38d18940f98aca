"""What an embedder is, and how its part joins the score; numpy is never imported here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias

Vectors: TypeAlias = Any  # numpy's array of float32, one row a text; numpy is there only with an extra

# Measured, see docs/search.md: with the extra a right answer scores higher, and so do strangers.
CONFIDENT = 0.45
_ALONE = 0.05  # a matter that shares no word with the question must be at least this near to be shown at all


class NotUsable(Exception):
    """The extra cannot be used; the message is one sentence for the operator. The search goes on without."""


class Embedder(Protocol):
    """Texts to directions: what is asked and what answers it point the same way, in any language.

    `name` changes whenever the same text would give another vector; kept vectors are told apart by it.
    """

    name: str
    dimension: int

    def queries(self, texts: Sequence[str]) -> Vectors:
        """One row a question."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text that may be the answer."""


def joined(by_words: Sequence[tuple[int, float]], near: Mapping[int, float]) -> list[tuple[int, float]]:
    """(document, score 0–1): what words leave open, nearness fills in part; neither can push the other over 1."""
    scores = {document: score + (1 - score) * near.get(document, 0.0) for document, score in by_words}
    for document, part in near.items():
        if part >= _ALONE:
            scores.setdefault(document, part)
    return list(scores.items())
