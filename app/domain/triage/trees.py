"""Whole trees with every word, as they stand in the database: for proofs, pictures and editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import session
from app.domain.guides.states import READABLE
from app.domain.guides.terms import GuideStatus
from app.domain.triage.models import Flow
from app.domain.triage.tree import Tree, tree_of


@dataclass(frozen=True)
class Planted:
    """A tree and its words by language, those that a reader may meet."""

    tree: Tree
    texts: dict[str, dict[str, Any]]


def published() -> list[Planted]:
    """Every tree that visitors can walk, by slug."""
    query = select(Flow).where(Flow.status == GuideStatus.PUBLISHED).order_by(Flow.slug)
    return [_planted(row) for row in session.scalars(query.options(selectinload(Flow.texts)))]


def find(slug: str) -> Planted | None:
    """One tree as it is published or was last, whatever its status; None for an unknown slug."""
    row = session.scalars(select(Flow).where(Flow.slug == slug)).first()
    return _planted(row) if row else None


def _planted(row: Flow) -> Planted:
    # Words on their way are shown to nobody: what they lack harms nobody.
    texts = {one.locale: one.texts for one in row.texts if one.state in READABLE or one.locale == row.source_locale}
    return Planted(tree_of(row.slug, row.source_locale, row.structure), texts)
