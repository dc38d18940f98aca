"""A small embedder of the tests' own: words that share runs of letters point the same way. It is no language model."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence

import numpy as np

from app.domain.search.embedding import Vectors
from app.domain.search.text import fold, grams, words


class ToyEmbedder:
    """Counts runs of letters in 256 places; remembers what it was given."""

    name, dimension = "toy-1", 256

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.read: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self._rows(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        return self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for run in (run for word in words(text) for run in grams(fold(word))):
                row[int.from_bytes(hashlib.sha256(run.encode()).digest()[:4]) % self.dimension] += 1
        return rows


def until(done: Callable[[], bool], seconds: float = 10) -> None:
    """Waits for the thread that works behind a search."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.01)
