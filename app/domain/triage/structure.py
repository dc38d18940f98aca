"""A tree as the plain values that a row, a file and a draft hold: the same tree always gives the same values. Pure."""

from __future__ import annotations

from typing import Any

from app.domain.triage.tree import Outcome, Question, Tree


def structure_of(tree: Tree) -> dict[str, Any]:
    """What `tree_of` reads back: everything but the slug and the language the words were first written in."""
    return {
        "countries": list(tree.countries),
        "topic": tree.topic,
        "matters": list(tree.matters),
        "urgent": tree.urgent,
        "sensitive": tree.sensitive,
        "start": tree.start,
        "questions": {code: _question(one) for code, one in tree.questions.items()},
        "outcomes": {code: _outcome(one) for code, one in tree.outcomes.items()},
    }


def _question(question: Question) -> dict[str, Any]:
    known = {"known_by": question.known_by} if question.known_by else {}
    return {**known, "options": [{"code": one.code, "next": one.next} for one in question.options]}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": str(outcome.kind),
        "urgent": outcome.urgent,
        "matters": list(outcome.matters),
        "services": list(outcome.services),
        "nobody_in": list(outcome.nobody_in),
    }
