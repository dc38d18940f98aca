"""What a load did, for the person who ran it."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.content.problems import Problem
from app.domain.content.terms import Kind


@dataclass
class Report:
    """With `problems`, nothing was loaded. `untouched` is True where the folder had nothing new."""

    problems: list[Problem] = field(default_factory=list)
    added: dict[Kind, int] = field(default_factory=dict)
    updated: dict[Kind, int] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    untouched: bool = False

    @property
    def changed(self) -> int:
        """How many things were written."""
        return sum(self.added.values()) + sum(self.updated.values())

    def sentences(self) -> list[str]:
        """Every line to print, one thing a line."""
        if self.problems:
            return [*map(str, self.problems), f"Nothing was loaded: {len(self.problems)} to mend."]
        lines = [f"changed here since the last load, left alone: {thing}" for thing in self.left]
        lines += [f"no longer in the files, kept here: {thing}" for thing in self.gone]
        if self.untouched:
            return [*lines, "Content: nothing new in the files."]
        return [*lines, f"Content: {sum(self.added.values())} added, {sum(self.updated.values())} updated."]
