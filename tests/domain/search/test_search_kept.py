"""The index on disk: read again when nothing changed, built again when anything did, never taken from strangers."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.search import kept
from app.domain.search.documents import MatterDoc, Name
from app.domain.search.index import Index

MATERIAL = ([MatterDoc("print", {"en": Name("Print a document", keywords=("printer",))})], [], [], [])
OTHER = ([MatterDoc("copy", {"en": Name("Copy a page", keywords=("copier",))})], [], [], [])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    kept.configure(tmp_path, "a secret of this test")
    yield tmp_path
    kept.configure(None, "")


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often an index was really built; it still is."""
    times: list[int] = []
    build = Index.__init__
    monkeypatch.setattr(
        Index, "__init__", lambda self, *given, **named: (times.append(1), build(self, *given, **named))[1]
    )
    return times


def test_it_works(built: list[int]) -> None:
    first, second = kept.index_of(MATERIAL), kept.index_of(MATERIAL)
    assert len(built) == 1 and first is not second
    for query in ("printer", "printing a document", "prnter"):
        assert first.search(query, "en") == second.search(query, "en")


def test_other_content_is_built(built: list[int]) -> None:
    kept.index_of(MATERIAL)
    assert kept.index_of(OTHER).search("copier", "en").matches[0].slug == "copy"
    assert len(built) == 2


def test_a_file_that_is_not_ours_is_not_opened(folder: Path, built: list[int]) -> None:
    kept.index_of(MATERIAL)
    file = folder / kept.FILE
    whole = file.read_bytes()

    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return pytest.fail, ("a stranger's file was unpickled",)

    for wrong in (b"", whole[:-1], b"\0" * 64, whole[:64] + pickle.dumps(Trap())):
        file.write_bytes(wrong)
        assert kept.index_of(MATERIAL).search("printer", "en").matches
    assert len(built) == 5


def test_another_key_builds_again(folder: Path, built: list[int]) -> None:
    kept.index_of(MATERIAL)
    kept.configure(folder, "another secret")
    kept.index_of(MATERIAL)
    assert len(built) == 2


def test_a_folder_that_cannot_be_written_stops_nobody(folder: Path) -> None:
    kept.configure(folder / "is not there", "a secret of this test")
    assert kept.index_of(MATERIAL).search("printer", "en").matches
