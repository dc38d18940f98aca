"""Walks a tree: what was answered, what the reader's country answers for them, and where that leads. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.triage.terms import KnownBy
from app.domain.triage.tree import Question, Tree


@dataclass(frozen=True)
class Step:
    """One question on the path and the option taken. `known`: nobody was asked, their country said it."""

    question: str
    option: str
    known: bool = False


@dataclass(frozen=True)
class Walk:
    """`node` is where the path leads: the next question to ask, or an outcome.

    `leftovers` are answers to questions of the tree that do not lie on this path.
    """

    steps: tuple[Step, ...]
    node: str
    leftovers: dict[str, str]

    @property
    def answers(self) -> dict[str, str]:
        """What was really answered along the path, in its order."""
        return {step.question: step.option for step in self.steps if not step.known}

    def place(self, question: str) -> int | None:
        """Where on the path a question was passed, 0 for the first; None where it was not."""
        return next((place for place, step in enumerate(self.steps) if step.question == question), None)


@dataclass(frozen=True)
class Progress:
    """This question's number, and how many there can be in all; those that nobody is asked do not count."""

    number: int
    most: int


def walk(tree: Tree, answers: Mapping[str, str], country: str | None = None) -> Walk:
    """Goes from the start as far as the answers reach. A given answer counts more than a known one.

    A circle, which no checked tree has, is walked once and stopped at.
    """
    steps: list[Step] = []
    node, passed = tree.start, set[str]()
    while (question := tree.questions.get(node)) and node not in passed:
        step = _step(question, answers, country)
        option = question.option(step.option) if step else None
        if step is None or option is None:
            break
        steps.append(step)
        passed.add(node)
        node = option.next
    left = {code: said for code, said in answers.items() if code not in passed and _answers(tree, code, said)}
    return Walk(tuple(steps), node, left)


def _step(question: Question, answers: Mapping[str, str], country: str | None) -> Step | None:
    given = answers.get(question.code)
    if given is not None and question.option(given):
        return Step(question.code, given)
    known = known_answer(question, country)
    return Step(question.code, known, known=True) if known else None


def known_answer(question: Question, country: str | None) -> str | None:
    """What the reader's country answers for them, or None."""
    if question.known_by == KnownBy.COUNTRY and country and question.option(country):
        return country
    return None


def _answers(tree: Tree, code: str, said: str) -> bool:
    return code in tree.questions and tree.questions[code].option(said) is not None


def answer(tree: Tree, walked: Walk, question: str, option: str, country: str | None = None) -> Walk:
    """The path after one answer, new or changed: every other answer stays that still lies on it."""
    return walk(tree, {**walked.leftovers, **walked.answers, question: option}, country)


def country_of(tree: Tree, walked: Walk, country: str | None = None) -> str | None:
    """Where the path's answers say that it is about; else the reader's own country, else the tree's only one."""
    for step in reversed(walked.steps):
        if tree.questions[step.question].known_by == KnownBy.COUNTRY:
            return step.option
    only = tree.countries[0] if len(tree.countries) == 1 else None
    return only or country


def progress(tree: Tree, walked: Walk, question: str, country: str | None = None) -> Progress:
    """How far a question on this path is along: the number asked before it, and the longest way through it."""
    place = walked.place(question)
    before = walked.steps if place is None else walked.steps[:place]
    asked = sum(not step.known for step in before)
    return Progress(asked + 1, asked + max(1, longest(tree, question, country)))


def longest(tree: Tree, node: str, country: str | None = None) -> int:
    """The most questions anybody is asked from here on."""
    found: dict[str, int] = {}

    def count(code: str, above: frozenset[str]) -> int:
        question = tree.questions.get(code)
        if question is None or code in above:
            return 0
        if code not in found:
            known = known_answer(question, country)
            ways = [one.next for one in question.options if known is None or one.code == known]
            found[code] = (known is None) + max((count(way, above | {code}) for way in ways), default=0)
        return found[code]

    return count(node, frozenset())
