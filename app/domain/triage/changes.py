"""What publishing a draft would change, node by node and text by text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.triage.drafts import Kept

NODES = ("questions", "outcomes")


@dataclass(frozen=True)
class Wording:
    """One text: where it stands, what it says now and what it would say; empty for none."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """`settings` are keys of the whole tree, like `topic`; `read` are languages read through, word by word the same."""

    added: list[str]
    removed: list[str]
    changed: list[str]
    settings: list[str]
    words: dict[str, list[Wording]]
    read: list[str]


def changes(kept: Kept) -> Changes:
    """Between what visitors see and the draft."""
    before, after = kept.structure, kept.drafted()
    old, new = _nodes(before), _nodes(after)
    texts = kept.drafted_texts()
    words = {code: _wordings(kept.texts.get(code, {}), said) for code, said in texts.items()}
    written = kept.draft.texts if kept.draft else {}
    return Changes(
        added=[code for code in new if code not in old],
        removed=[code for code in old if code not in new],
        changed=[code for code in new if code in old and new[code] != old[code]],
        settings=[key for key in after if key not in NODES and after[key] != before.get(key)],
        words={code: found for code, found in words.items() if found},
        read=[code for code in written if not words.get(code)],
    )


def _nodes(structure: Mapping[str, Any]) -> dict[str, Any]:
    return {code: one for kind in NODES for code, one in structure.get(kind, {}).items()}


def _wordings(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Wording]:
    old, new = dict(leaves(before)), dict(leaves(after))
    paths = [*new, *(path for path in old if path not in new)]
    return [Wording(path, old.get(path, ""), new.get(path, "")) for path in paths if old.get(path) != new.get(path)]


def leaves(words: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Every text with where it stands, like `questions.have.title`."""
    for key, value in words.items():
        path = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            yield from leaves(value, path)
        else:
            yield path, str(value)
