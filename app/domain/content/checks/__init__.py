"""Checks across files: every name that points somewhere points at something, and languages agree."""

from __future__ import annotations

from app.domain.content.checks import flows, guides, links, proofs, texts
from app.domain.content.problems import Problems
from app.domain.content.whole import Content


def run(content: Content, problems: Problems) -> None:
    """Everything that cannot be seen in one file alone."""
    links.check(content, problems)
    guides.check(content, problems)
    flows.check(content, problems)
    texts.check(content, problems)
    proofs.check(content, problems)
