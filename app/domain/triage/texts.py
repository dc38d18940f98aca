"""Every word of a tree in one language, by the keys of its structure; and which of them are missing. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.triage.tree import Tree


@dataclass(frozen=True)
class QuestionText:
    """One question in a visitor's words, and each way to answer by its option's code."""

    title: str
    hint: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OutcomeText:
    """What to do: one sentence, then a few lines of Markdown. `nobody` is said where we know of nobody who can."""

    title: str
    text: str = ""
    nobody: str = ""


@dataclass(frozen=True)
class FlowTexts:
    """A whole tree in one language."""

    title: str
    summary: str
    questions: dict[str, QuestionText]
    outcomes: dict[str, OutcomeText]


def texts_of(said: Mapping[str, Any]) -> FlowTexts:
    """The words of a `FlowText` row or a language's file; what is missing is empty."""
    questions, outcomes = _part(said, "questions"), _part(said, "outcomes")
    return FlowTexts(
        _text(said, "title"),
        _text(said, "summary"),
        {code: QuestionText(_text(one, "title"), _text(one, "hint"), _part(one, "options")) for code, one in questions.items()},
        {code: OutcomeText(_text(one, "title"), _text(one, "text"), _text(one, "nobody")) for code, one in outcomes.items()},
    )  # fmt: skip


def text_at(said: Mapping[str, Any], path: tuple[str, ...]) -> str:
    """The text at a place; empty where there is none."""
    found: Any = said
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found.strip() if isinstance(found, str) else ""


def missing(tree: Tree, said: Mapping[str, Any]) -> list[str]:
    """What a language lacks before the tree may be offered in it: `questions.have.title`, in the tree's order."""
    return [".".join(path) for path in needed(tree) if not text_at(said, path)]


def unknown(tree: Tree, said: Mapping[str, Any]) -> list[str]:
    """Words whose question, option or outcome the tree does not have."""
    found = [f"questions.{code}" for code in _part(said, "questions") if code not in tree.questions]
    for code, question in tree.questions.items():
        known = {one.code for one in question.options}
        options = _part(_part(_part(said, "questions"), code), "options")
        found += [f"questions.{code}.options.{one}" for one in options if one not in known]
    return found + [f"outcomes.{code}" for code in _part(said, "outcomes") if code not in tree.outcomes]


def is_complete(tree: Tree, said: Mapping[str, Any]) -> bool:
    """Whether nobody who walks the tree in this language meets a gap."""
    return not missing(tree, said)


def needed(tree: Tree) -> Iterator[tuple[str, ...]]:
    """Where every text stands that the tree needs, in its order."""
    yield from (("title",), ("summary",))
    for code, question in tree.questions.items():
        yield ("questions", code, "title")
        yield from (("questions", code, "options", one.code) for one in question.options)
    for code, outcome in tree.outcomes.items():
        yield from (("outcomes", code, "title"), ("outcomes", code, "text"))
        if outcome.nobody_in:
            yield ("outcomes", code, "nobody")


def _part(said: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = said.get(key) if isinstance(said, Mapping) else None
    return dict(found) if isinstance(found, Mapping) else {}


def _text(said: Any, key: str) -> str:
    found = said.get(key) if isinstance(said, Mapping) else None
    return found if isinstance(found, str) else ""
