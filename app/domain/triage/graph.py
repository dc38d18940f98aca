"""Where a tree's answers lead: who reaches what, what comes back to itself, how far it is to an end. Pure."""

from __future__ import annotations

from app.domain.triage.terms import KnownBy
from app.domain.triage.tree import Option, Question, Tree


def nexts(tree: Tree, code: str, country: str | None = None) -> list[str]:
    """The nodes one answer away; in a country, a question about the country has only that country's answer."""
    question = tree.questions.get(code)
    return list(dict.fromkeys(one.next for one in _answers(question, country))) if question else []


def _answers(question: Question, country: str | None) -> list[Option]:
    if question.known_by == KnownBy.COUNTRY and country:
        return [one for one in question.options if one.code == country]
    return list(question.options)


def reached(tree: Tree, country: str | None = None) -> set[str]:
    """Every existing node that some path from the start comes to."""
    known = tree.questions.keys() | tree.outcomes.keys()
    found: set[str] = set()
    waiting = [tree.start]
    while waiting:
        code = waiting.pop()
        if code in known and code not in found:
            found.add(code)
            waiting += nexts(tree, code, country)
    return found


def ending(tree: Tree) -> set[str]:
    """The questions and outcomes from which an outcome can be reached."""
    found = set(tree.outcomes)
    while True:
        more = {code for code in tree.questions if code not in found and found.intersection(nexts(tree, code))}
        if not more:
            return found
        found |= more


def loops(tree: Tree) -> list[tuple[str, ...]]:
    """Each way back to itself, as the questions on it in order, the first one said again at the end."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    path: list[str] = []

    def follow(code: str) -> None:
        if code in path:
            found.append((*path[path.index(code) :], code))
            return
        if code in done or code not in tree.questions:
            return
        path.append(code)
        for step in nexts(tree, code):
            follow(step)
        path.pop()
        done.add(code)

    for code in tree.questions:
        follow(code)
    return found


def furthest(tree: Tree, code: str, country: str | None = None) -> int:
    """How many questions may still come from here, this one counted; 0 at an outcome. Only for trees without loops."""
    question = tree.questions.get(code)
    if question is None:
        return 0
    own = 0 if question.known_by == KnownBy.COUNTRY and country else 1
    return own + max((furthest(tree, step, country) for step in nexts(tree, code, country)), default=0)


def shortest(tree: Tree) -> dict[str, tuple[tuple[str, str], ...]]:
    """To every node that can be reached, one of the shortest lists of answers, as (question, answer)."""
    found: dict[str, tuple[tuple[str, str], ...]] = {tree.start: ()}
    waiting = [tree.start]
    for code in waiting:
        question = tree.questions.get(code)
        for one in question.options if question else ():
            if one.next not in found:
                found[one.next] = (*found[code], (code, one.code))
                waiting.append(one.next)
    return found


def paths(tree: Tree) -> int:
    """How many different ways there are from the start to an end. Only for trees without loops."""
    known: dict[str, int] = {}

    def ways(code: str) -> int:
        if code not in known:
            question = tree.questions.get(code)
            known[code] = sum(ways(one.next) for one in question.options) if question else 1
        return known[code]

    return ways(tree.start)
