"""What is wrong in the files: collected, never thrown, so that a writer sees everything at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: the file (from the content folder), the line where known, and a plain sentence."""

    file: str
    sentence: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"


class Problems:
    """The collected problems of one reading."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self.unreadable: set[str] = set()

    def add(self, file: str, sentence: str, line: int | None = None) -> None:
        self._found.append(Problem(file, sentence, line))

    def cannot_read(self, file: str, sentence: str, line: int | None = None) -> None:
        """The whole file is lost, so nothing can be said about what it lacks."""
        self.unreadable.add(file)
        self.add(file, sentence, line)

    def is_readable(self, beginning: str) -> bool:
        """Whether every file whose path begins so could be read."""
        return not any(file.startswith(beginning) for file in self.unreadable)

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._found, key=lambda problem: (problem.file, problem.line or 0)))

    def __len__(self) -> int:
        return len(self._found)
