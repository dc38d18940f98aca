"""How near a question's direction is to each matter's: mean-centred cosine, the best of a matter's languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from app.domain.search.embedding import Vectors

# Measured, see docs/search.md. Below the floor everything is a little like everything.
_WEIGHT, _FLOOR = 0.8, 0.1
Ask = Callable[[str], Vectors | None]


class Near:
    """Read only once made, like the index it belongs to."""

    def __init__(self, owners: Sequence[int], vectors: Vectors, ours: int, ask: Ask) -> None:
        """`owners` rise: whose each row is. The mean is taken over the first `ours` documents, the matters."""
        self._ask = ask
        owner = np.asarray(owners)
        self._documents, self._starts = np.unique(owner, return_index=True)
        # All of a language model's vectors lean one way; without what they share, the differences show.
        self._mean = vectors[owner < ours].mean(axis=0)
        self._rows = _unit(vectors - self._mean)

    def of(self, query: str) -> Mapping[int, float]:
        """(document, 0–0.8); nothing at all when the embedder has nothing to say now."""
        asked = self._ask(query)
        if asked is None:
            return {}
        likeness = self._rows @ _unit(asked.reshape(1, -1) - self._mean)[0]
        best = np.maximum.reduceat(likeness, self._starts)
        part = _WEIGHT * np.clip((best - _FLOOR) / (1 - _FLOOR), 0, 1)
        return {int(document): float(one) for document, one in zip(self._documents, part, strict=True) if one > 0}


def _unit(rows: Vectors) -> Vectors:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
