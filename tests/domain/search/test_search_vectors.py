"""Vectors on disk: embedded once, read by whoever comes next, made again where anything is amiss."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import pytest

from app.domain.search.vectors import Kept
from tests.domain.search.toy_embedder import ToyEmbedder

TEXTS = ["Renew loans. Keep a book longer.", "Print and copy.", "Renew loans. Keep a book longer."]


def here(work: Callable[[], Any]) -> Any:
    return work()


def kept(folder: Path, embedder: ToyEmbedder) -> Any:
    return Kept(folder, embedder, here).of(TEXTS)


def test_it_works(tmp_path: Path) -> None:
    """Each different text is embedded once, and not again by the next process."""
    first, second = ToyEmbedder(), ToyEmbedder()
    rows = kept(tmp_path / "vectors", first)
    assert rows.shape == (3, 256) and np.array_equal(rows[0], rows[2])
    assert first.read == TEXTS[:2]
    assert np.array_equal(kept(tmp_path / "vectors", second), rows)
    assert second.read == []


def test_only_what_changed_is_embedded(tmp_path: Path) -> None:
    embedder = ToyEmbedder()
    kept(tmp_path, embedder)
    Kept(tmp_path, embedder, here).of([*TEXTS, "Scan a paper."])
    assert embedder.read == [*TEXTS[:2], "Scan a paper."]


def test_what_the_content_no_longer_says_is_forgotten(tmp_path: Path) -> None:
    embedder = ToyEmbedder()
    kept(tmp_path, embedder)
    Kept(tmp_path, embedder, here).of([TEXTS[0], "Scan a paper."])
    listed = json.loads((tmp_path / "toy-1.json").read_text("utf-8"))
    assert len(listed["texts"]) == 2
    assert [path.name for path in tmp_path.glob("*.npy")] == [listed["vectors"]]


def test_another_model_reads_nothing_of_the_first(tmp_path: Path) -> None:
    kept(tmp_path, ToyEmbedder())
    other = ToyEmbedder()
    other.name = "toy-2"
    kept(tmp_path, other)
    assert other.read == TEXTS[:2]


def shorten(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def infinite(file: Path) -> None:
    rows = np.load(file)
    rows[0, 0] = np.inf
    np.save(file, rows)


def pickled(file: Path) -> None:
    np.save(file, np.array([{"a": "pickle"}], dtype=object), allow_pickle=True)


def fewer(file: Path) -> None:
    np.save(file, np.load(file)[:1])


def wider(file: Path) -> None:
    np.save(file, np.load(file).astype(np.float64))


@pytest.mark.parametrize("spoil", [Path.unlink, shorten, infinite, pickled, fewer, wider])
def test_spoilt_vectors_are_made_again(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    rows = kept(tmp_path, ToyEmbedder())
    spoil(next(tmp_path.glob("*.npy")))
    again = ToyEmbedder()
    assert np.array_equal(kept(tmp_path, again), rows)
    assert again.read == TEXTS[:2]


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"vectors": "../../etc/passwd", "texts": []}', '{"vectors": 1}'])
def test_a_spoilt_list_is_made_again(tmp_path: Path, said: str) -> None:
    kept(tmp_path, ToyEmbedder())
    (tmp_path / "toy-1.json").write_text(said, encoding="utf-8")
    again = ToyEmbedder()
    kept(tmp_path, again)
    assert again.read == TEXTS[:2]


def test_two_at_once_embed_once(tmp_path: Path) -> None:
    embedder = ToyEmbedder()
    threads = [Thread(target=kept, args=(tmp_path, embedder)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert embedder.read == TEXTS[:2]


def test_a_full_disk_only_means_that_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    assert kept(tmp_path, ToyEmbedder()).shape == (3, 256)
    assert "could not be kept: No space left on device" in caplog.text
    assert not list(tmp_path.glob("*.npy*"))


def test_the_folder_is_nobody_elses(tmp_path: Path) -> None:
    kept(tmp_path / "vectors", ToyEmbedder())
    assert stat.S_IMODE((tmp_path / "vectors").stat().st_mode) == 0o700
