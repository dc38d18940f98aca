"""A question tree's structure as plain values: what leads where. No words, no database. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Option:
    """One way to answer, and the code of the question or outcome it leads to."""

    code: str
    next: str


@dataclass(frozen=True)
class Question:
    """`known_by` says what may answer it for the reader; then its options' codes are that thing's (`se`, `dk`)."""

    code: str
    options: tuple[Option, ...]
    known_by: str | None = None

    def option(self, code: str) -> Option | None:
        return next((one for one in self.options if one.code == code), None)


@dataclass(frozen=True)
class Outcome:
    """Where a path ends: matters to read about, services who can. `nobody_in`: areas where we know of nobody, and say so."""

    code: str
    kind: str
    urgent: bool = False
    matters: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    nobody_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tree:
    """A whole question tree. `countries` is where it is offered (`se`, `dk`), empty for everywhere."""

    slug: str
    source: str
    start: str
    questions: dict[str, Question]
    outcomes: dict[str, Outcome]
    countries: tuple[str, ...] = ()
    topic: str = ""
    matters: tuple[str, ...] = ()
    urgent: bool = False
    sensitive: bool = False


def tree_of(slug: str, source: str, structure: Mapping[str, Any]) -> Tree:
    """The tree that a checked structure describes; what flow.yaml says, without `slug` and `source`."""
    return Tree(
        slug=slug,
        source=source,
        start=str(structure["start"]),
        questions={code: _question(code, said) for code, said in structure["questions"].items()},
        outcomes={code: _outcome(code, said) for code, said in structure["outcomes"].items()},
        countries=tuple(structure.get("countries", ())),
        topic=str(structure.get("topic", "")),
        matters=tuple(structure.get("matters", ())),
        urgent=bool(structure.get("urgent", False)),
        sensitive=bool(structure.get("sensitive", False)),
    )


def _question(code: str, said: Mapping[str, Any]) -> Question:
    options = tuple(Option(str(one["code"]), str(one["next"])) for one in said["options"])
    return Question(code, options, said.get("known_by"))


def _outcome(code: str, said: Mapping[str, Any]) -> Outcome:
    return Outcome(
        code,
        str(said["kind"]),
        bool(said.get("urgent", False)),
        tuple(said.get("matters", ())),
        tuple(said.get("services", ())),
        tuple(said.get("nobody_in", ())),
    )
