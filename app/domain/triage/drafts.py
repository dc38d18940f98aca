"""A tree as its editors have it: what visitors see, what waits unpublished, and both put together."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import i18n
from app.core.db import session
from app.core.errors import NotFound
from app.core.ids import digest
from app.domain.guides.states import READABLE
from app.domain.guides.terms import GuideStatus, TranslationState
from app.domain.triage import doors, texts
from app.domain.triage.gaps import Gap
from app.domain.triage.models import Flow
from app.domain.triage.proof import prove
from app.domain.triage.structure import structure_of
from app.domain.triage.tree import Tree, tree_of
from app.domain.triage.trees import Planted

# The part of a tree that is no language.
STRUCTURE = "structure"
Words = dict[str, Any]


@dataclass(frozen=True)
class Draft:
    """The parts an editor has written and not published. `revision` is what visitors saw when it was begun."""

    structure: dict[str, Any] | None
    texts: dict[str, Words]
    revision: int


@dataclass(frozen=True)
class Kept:
    """One tree. `structure`, `texts` and `states` are what visitors see, or saw last."""

    slug: str
    status: str
    source: str
    revision: int
    updated_at: datetime
    structure: dict[str, Any]
    texts: dict[str, Words]
    states: dict[str, str]
    draft: Draft | None

    @property
    def is_published(self) -> bool:
        return self.status == GuideStatus.PUBLISHED

    @property
    def is_new(self) -> bool:
        """Whether no visitor has ever seen it."""
        return self.status == GuideStatus.DRAFT

    @property
    def tree(self) -> Tree:
        return tree_of(self.slug, self.source, self.structure)

    def is_readable(self, locale: str) -> bool:
        """Whether the words of a language are for visitors, or still on their way."""
        return locale == self.source or self.states.get(locale) in READABLE

    def planted(self) -> Planted:
        """As it is published."""
        return Planted(self.tree, {code: words for code, words in self.texts.items() if self.is_readable(code)})

    def drafted(self) -> dict[str, Any]:
        """The structure as it would be published."""
        return self.draft.structure if self.draft and self.draft.structure else self.structure

    def drafted_tree(self) -> Tree:
        return tree_of(self.slug, self.source, self.drafted())

    def drafted_texts(self) -> dict[str, Words]:
        """Every language as it would be published: words of nodes that are no more go by themselves."""
        tree, written = self.drafted_tree(), self.draft.texts if self.draft else {}
        return {code: prune(tree, words) for code, words in self.texts.items()} | written

    def after(self, without: Collection[str] = ()) -> Planted:
        """What visitors would see; `without` are languages whose words would have to wait."""
        written = self.draft.texts if self.draft else {}
        shown = {
            code: words
            for code, words in self.drafted_texts().items()
            if code not in without and (code in written or self.is_readable(code))
        }
        return Planted(self.drafted_tree(), shown)

    def part(self, name: str) -> dict[str, Any] | None:
        """The structure, or a language's words, as they stand in the draft; None for a language without any."""
        return self.drafted() if name == STRUCTURE else self.drafted_texts().get(name)

    def own(self, name: str) -> dict[str, Any] | None:
        """The same part as visitors see it."""
        return self.structure if name == STRUCTURE else self.texts.get(name)


def every() -> list[Kept]:
    """Every tree, by slug."""
    rows = session.scalars(select(Flow).options(selectinload(Flow.texts)).order_by(Flow.slug))
    return [kept_of(row) for row in rows]


def kept(slug: str) -> Kept:
    """One tree; NotFound for an unknown slug."""
    row = session.scalars(select(Flow).where(Flow.slug == slug).options(selectinload(Flow.texts))).first()
    if row is None:
        raise NotFound("tree_not_found")
    return kept_of(row)


def kept_of(row: Flow) -> Kept:
    structure = structure_of(tree_of(row.slug, row.source_locale, row.structure))
    said = {text.locale: text.texts for text in row.texts}
    states = {text.locale: text.state for text in row.texts}
    draft = _draft(row.draft) if row.draft else None
    return Kept(
        row.slug, row.status, row.source_locale, row.revision, row.updated_at, structure, said, states, draft
    )  # fmt: skip


def _draft(said: Mapping[str, Any]) -> Draft:
    return Draft(said.get("structure"), dict(said.get("texts") or {}), int(said.get("revision", 0)))


def gaps(planted: Planted) -> list[Gap]:
    """What the proof finds against the directory, guides and areas as they are now."""
    return prove(planted.tree, planted.texts, doors.world())


def version(kept: Kept, part: str | None = None) -> str:
    """Stands for what an editor saw: of one part, or of the whole tree with its draft."""
    seen: Any = kept.part(part) if part else [kept.status, kept.structure, kept.texts, kept.states]
    if part is None and kept.draft:
        seen = [*seen, kept.draft.structure, kept.draft.texts]
    return digest(json.dumps(seen, sort_keys=True, ensure_ascii=False))[:20]


def lacking(kept: Kept) -> dict[str, list[str]]:
    """Languages that would be offered, but lack words for the tree as it would be; what they lack."""
    after = kept.after()
    found = {code: texts.missing(after.tree, words) for code, words in after.texts.items() if code != kept.source}
    return {code: found[code] for code in i18n.locales() if found.get(code)}


def left_behind(kept: Kept) -> list[str]:
    """Languages that are up to date, and would not be when the new words are published."""
    if kept.draft is None or not source_changes(kept):
        return []
    current = [code for code in i18n.locales() if kept.states.get(code) == TranslationState.UP_TO_DATE]
    return [code for code in current if code != kept.source and code not in kept.draft.texts]


def source_changes(kept: Kept) -> bool:
    """Whether the words that the others are translated from become others; that some go with their node is no change."""
    written = kept.draft.texts.get(kept.source) if kept.draft else None
    tree = kept.drafted_tree()
    return written is not None and prune(tree, written) != prune(tree, kept.texts.get(kept.source, {}))


def prune(tree: Tree, words: Mapping[str, Any]) -> Words:
    """The words without those that belong to nothing in the tree."""
    gone = set(texts.unknown(tree, words))
    silent = {code for code, one in tree.outcomes.items() if not one.nobody_in}

    def clean(value: Any, above: str) -> Any:
        if not isinstance(value, Mapping):
            return value
        pairs = ((str(key), one, f"{above}.{key}" if above else str(key)) for key, one in value.items())
        return {key: clean(one, path) for key, one, path in pairs if path not in gone and not _unsaid(path, silent)}

    found: Words = clean(words, "")
    return found


def _unsaid(path: str, silent: Collection[str]) -> bool:
    """Whether it says that we know of nobody, where the tree knows of somebody."""
    parts = path.split(".")
    return len(parts) == 3 and parts[0] == "outcomes" and parts[2] == "nobody" and parts[1] in silent
