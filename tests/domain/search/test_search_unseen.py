"""Sentences nobody tuned anything on: what the search is worth for them is measured here, and may not fall."""

from __future__ import annotations

import pytest

from app.domain.search.index import Index
from tests.domain.search.conftest import CORE, among_three, asked

UNSEEN = asked("unseen.txt")


def test_it_works() -> None:
    assert len(UNSEEN) >= 120
    assert len({lang for lang, _, _ in UNSEEN}) >= 8


# Floors somewhat under what was measured in November 2026 (docs/search.md): a change that loses more than that is looked at.
@pytest.mark.parametrize(("langs", "floor"), [("core", 0.8), ("others", 0.88)])
def test_the_right_matter_is_among_three(shipped_index: Index, langs: str, floor: float) -> None:
    rows = [row for row in UNSEEN if row[2] and (row[0] in CORE) is (langs == "core")]
    assert among_three(shipped_index, rows) >= floor


def test_what_is_none_of_ours_is_not_answered_with_confidence(shipped_index: Index) -> None:
    sure = [shipped_index.search(said, lang).confident for lang, said, right in UNSEEN if not right]
    assert sure.count(False) / len(sure) >= 0.8
