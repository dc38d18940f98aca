"""The search index over the shipped matters, and sentences to ask it."""

from pathlib import Path

import pytest

from app.domain.search.documents import MatterDoc
from app.domain.search.index import Index
from benchmarks import recall
from benchmarks import search as bench

HERE = Path(__file__).parent
CONTENT = HERE.parents[2] / "content"
CORE = recall.CORE
Sentences = list[recall.Row]


@pytest.fixture(scope="session")
def shipped() -> list[MatterDoc]:
    """The matters of content/, every language."""
    return bench.shipped()


@pytest.fixture(scope="session")
def shipped_index(shipped: list[MatterDoc]) -> Index:
    return Index.build(shipped, (), *bench.meanings())


@pytest.fixture(scope="session")
def sentences() -> Sentences:
    """(language, sentence, right matters); no right matter means that the search should not be sure."""
    return asked("sentences.txt")


def asked(name: str) -> Sentences:
    """The rows of one file beside this: language | sentence | right matters."""
    return recall.rows_of(HERE / name)


def among_three(index: Index, rows: Sentences) -> float:
    """How many sentences have a right matter among the first three."""
    hits = [bool(right & {match.slug for match in index.search(said, lang).matches[:3]}) for lang, said, right in rows]
    return sum(hits) / len(hits)
