"""Writes flow.yaml and a question tree's words in one language."""

from __future__ import annotations

from typing import Any

from app.domain.content.records import FlowRecord, FlowTextRecord
from app.domain.content.writers.names import dump, without_empty


def flow(record: FlowRecord) -> str:
    said = record.structure
    questions = {code: _options(one) for code, one in said["questions"].items()}
    outcomes = {code: without_empty(one) for code, one in said["outcomes"].items()}
    head = {
        "slug": record.slug,
        "source": record.source,
        "status": record.status,
        "countries": said["countries"],
        "topic": said["topic"],
        "matters": said["matters"],
        "urgent": said["urgent"],
        "sensitive": said["sensitive"],
        "start": said["start"],
    }
    return dump({**without_empty(head), "questions": questions, "outcomes": outcomes})


def _options(question: dict[str, Any]) -> dict[str, Any]:
    return without_empty({"known_by": question.get("known_by"), "options": question["options"]})


def text(record: FlowTextRecord) -> str:
    """The words, in the order a reader of the file expects them."""
    said = record.words
    head = without_empty({"state": record.state, "title": said.get("title"), "summary": said.get("summary")})
    questions = {code: _ordered(one, "title", "hint", "options") for code, one in said.get("questions", {}).items()}
    outcomes = {code: _ordered(one, "title", "text", "nobody") for code, one in said.get("outcomes", {}).items()}
    return dump({**head, "questions": questions, "outcomes": outcomes})


def _ordered(said: dict[str, Any], *keys: str) -> dict[str, Any]:
    return without_empty({key: said.get(key) for key in keys})
