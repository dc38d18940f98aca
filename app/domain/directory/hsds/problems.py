"""What is wrong with a package: where, why, and whether it can be kept all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MOST = 1000


@dataclass(frozen=True)
class Problem:
    """`place` is a JSON path, or a file and its line. `hard`: the standard refuses it, or nothing could be kept of it."""

    place: str
    reason: str
    hard: bool = True

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class Problems:
    """Every problem once, in the order they were found; after MOST of them nobody reads on."""

    def __init__(self) -> None:
        self._found: dict[Problem, None] = {}

    def add(self, place: str, reason: str, hard: bool = True) -> None:
        if len(self._found) < MOST:
            self._found[Problem(place, reason, hard)] = None

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def refuse(self, lenient: bool) -> bool:
        """Whether the package cannot be taken: lenient keeps what the standard allows."""
        return any(problem.hard or not lenient for problem in self._found)
