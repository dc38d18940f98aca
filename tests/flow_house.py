"""Two small question trees of our own for tests: an open one, and the same one as a sensitive one."""

from __future__ import annotations

from typing import Any

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.triage.models import Flow, FlowText

STRUCTURE: dict[str, Any] = {
    "countries": ["se", "dk"],
    "topic": "eid",
    "matters": ["eid-locked"],
    "urgent": False,
    "sensitive": False,
    "start": "have",
    "questions": {
        "have": {"options": [{"code": "card", "next": "where"}, {"code": "none", "next": "talk"}]},
        "where": {"known_by": "country", "options": [{"code": "se", "next": "trouble"}, {"code": "dk", "next": "danish"}]},
        "trouble": {"options": [{"code": "lost", "next": "bank"}, {"code": "old", "next": "talk"}]},
    },
    "outcomes": {
        "bank": {
            "kind": "service", "urgent": True, "matters": ["eid-locked"], "services": ["bankid-support", "mitid-support"],
            "nobody_in": ["SE-AC"],
        },
        "danish": {"kind": "guide", "matters": ["eid-locked", "eid-get"], "services": ["mitid-support"]},
        "talk": {"kind": "handoff", "matters": [], "services": []},
    },
}  # fmt: skip
WORDS: dict[str, Any] = {
    "title": "Which card is it?",
    "summary": "A few questions.",
    "questions": {
        "have": {"title": "What do you have?", "hint": "Look at it.", "options": {"card": "A card", "none": "Nothing"}},
        "where": {"title": "In which country?", "options": {"se": "In Sweden", "dk": "In Denmark"}},
        "trouble": {"title": "What is wrong?", "options": {"lost": "It is lost", "old": "It is old"}},
    },
    "outcomes": {
        "bank": {"title": "Call your bank", "text": "1. Call.\n2. **Wait**.", "nobody": "We know of nobody up there."},
        "danish": {"title": "Read the Danish guide", "text": "It is all there."},
        "talk": {"title": "Talk with us", "text": "We find the door."},
    },
}


def plant(slug: str = "small", languages: tuple[str, ...] = ("sv", "en"), **more: Any) -> None:
    """A published tree; `more` changes its structure. Its words are English in every language, with the language's code."""
    texts = [FlowText(locale=code, texts={**WORDS, "title": f"{WORDS['title']} ({code})"}) for code in languages]
    with unit_of_work() as unit:
        unit.session.add(Flow(slug=slug, source_locale=languages[0], structure={**STRUCTURE, **more}, texts=texts))
        counter.bump(counter.CONTENT)
