"""Vectors of texts, kept in the data folder: a text is embedded once for each model, whichever process comes first."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from app.core.files import fresh
from app.domain.search.embedding import Embedder, Vectors

log = logging.getLogger(__name__)
Run = Callable[[Callable[[], Any]], Any]


class Kept:
    """The vectors of one model. `run` is where the embedder does its work."""

    def __init__(self, folder: Path, embedder: Embedder, run: Run) -> None:
        self._folder, self._embedder, self._run = folder, embedder, run
        self._list = folder / f"{embedder.name}.json"

    def of(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in order; only what is not kept yet is embedded."""
        keys = [hashlib.sha256(text.encode("utf-8")).hexdigest() for text in texts]
        held = self._read()
        if not held.keys() >= set(keys):
            with self._turn():
                held = self._read()
                for key, text in dict(zip(keys, texts, strict=True)).items():
                    if key not in held:
                        held[key] = self._embedded(text)
                self._write({key: held[key] for key in keys})
        rows = [held[key] for key in keys]
        return np.stack(rows) if rows else np.zeros((0, self._embedder.dimension), np.float32)

    def _embedded(self, text: str) -> Vectors:
        """One at a time: together takes as long, and a question would wait behind all of them."""
        return self._run(lambda: self._embedder.passages([text]))[0]

    def _read(self) -> dict[str, Any]:
        """What is kept; nothing where it is not there, half written, or another shape than it says."""
        try:
            said = json.loads(self._list.read_text(encoding="utf-8"))
            rows = np.load(self._folder / str(said["vectors"]), allow_pickle=False)
            keys = [str(key) for key in said["texts"]]
        except (OSError, ValueError, KeyError, TypeError, EOFError):
            return {}
        whole = rows.shape == (len(keys), self._embedder.dimension) and rows.dtype == np.float32
        return dict(zip(keys, rows, strict=True)) if whole and np.isfinite(rows).all() else {}

    def _write(self, held: dict[str, Any]) -> None:
        """The vectors first, under a name of their own, then the list that names them: a reader never sees half."""
        digest = hashlib.sha256("".join(held).encode("ascii")).hexdigest()[:16]
        vectors = self._folder / f"{self._embedder.name}-{digest}.npy"
        try:
            with fresh(vectors) as path, path.open("wb") as file:
                np.save(file, np.stack(list(held.values())), allow_pickle=False)
            with fresh(self._list) as path:
                path.write_text(json.dumps({"vectors": vectors.name, "texts": list(held)}), encoding="utf-8")
            for old in self._folder.glob(f"{self._embedder.name}-*.npy"):
                if old != vectors:
                    old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("the vectors of the content could not be kept: %s", error.strerror)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One process embeds; the others wait, and find it done."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._folder / "lock").open("w") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    time.sleep(0.5)
            yield
