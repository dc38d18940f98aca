"""A small tree without a fault, its words, and the world it stands in, for tests to change one thing of."""

from __future__ import annotations

import copy
from typing import Any

from app.domain.triage.tree import Tree, tree_of
from app.domain.triage.world import Door, World

STRUCTURE: dict[str, Any] = {
    "start": "have",
    "topic": "eid",
    "countries": ["se", "dk"],
    "matters": ["eid-locked"],
    "questions": {
        "have": {
            "options": [
                {"code": "bank", "next": "trouble"},
                {"code": "none", "next": "where"},
                {"code": "unsure", "next": "talk"},
            ]
        },
        "trouble": {"options": [{"code": "lost", "next": "where"}, {"code": "locked", "next": "read"}]},
        "where": {
            "known_by": "country",
            "options": [{"code": "se", "next": "ask-se"}, {"code": "dk", "next": "ask-dk"}],
        },
    },
    "outcomes": {
        "read": {"kind": "guide", "matters": ["eid-locked"], "services": ["bank-se", "bank-dk"]},
        "ask-se": {"kind": "service", "services": ["bank-se"]},
        "ask-dk": {"kind": "service", "services": ["bank-dk"], "urgent": True},
        "talk": {"kind": "handoff"},
    },
}
WORDS: dict[str, Any] = {
    "title": "Which e-ID",
    "summary": "A few questions to the right door.",
    "questions": {
        "have": {
            "title": "What do you have?",
            "options": {"bank": "From a bank", "none": "None", "unsure": "Not sure"},
        },
        "trouble": {"title": "What is wrong?", "hint": "Choose one.", "options": {"lost": "Lost", "locked": "Locked"}},
        "where": {"title": "Where do you live?", "options": {"se": "Sweden", "dk": "Denmark"}},
    },
    "outcomes": {
        "read": {"title": "Read the guide", "text": "It says how."},
        "ask-se": {"title": "Ask your bank", "text": "Go there."},
        "ask-dk": {"title": "Ask your bank now", "text": "Go there."},
        "talk": {"title": "Ask a librarian", "text": "We find out together."},
    },
}
BOTH = frozenset({"en", "sv"})


def structure() -> dict[str, Any]:
    return copy.deepcopy(STRUCTURE)


def words() -> dict[str, dict[str, Any]]:
    """The same words in two languages: what is proved is that they are there."""
    return {"en": copy.deepcopy(WORDS), "sv": copy.deepcopy(WORDS)}


def tree(changed: dict[str, Any] | None = None) -> Tree:
    return tree_of("eid", "en", changed or structure())


def world() -> World:
    places = {
        "SE": ("SE",),
        "SE-1": ("SE-1", "SE"),
        "DK": ("DK",),
        "DK-1": ("DK-1", "DK"),
        "DK-1-branch": ("DK-1-branch", "DK-1", "DK"),
    }
    doors = {
        "bank-se": Door(("SE",), BOTH, True),
        "bank-dk": Door(("DK",), BOTH, False, BOTH),
        "office": Door(("SE-1",), BOTH, True),
        "silent": Door(("SE",), BOTH),
        "swedish": Door(("SE",), frozenset({"sv"}), True),
    }
    guides = {"eid-locked": frozenset({"se", "dk"}), "tax": frozenset({"se"}), "scan": frozenset({""})}
    return World(places, doors, guides, frozenset({"eid"}), ("en", "sv"))
