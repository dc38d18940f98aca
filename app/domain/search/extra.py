"""The optional embedder beside the index: begins when the index is up, and is silent whenever it cannot help."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.config import EmbedderSettings
from app.domain.search.aside import Aside, Busy, Patience
from app.domain.search.embedders import open_embedder
from app.domain.search.embedding import Embedder, NotUsable, Vectors
from app.domain.search.index import Index

log = logging.getLogger(__name__)


class Extra:
    """One embedder for a process, loaded in the background; each new index gets its nearness as soon as it is known."""

    def __init__(self, open_it: Callable[[], Embedder], folder: Path) -> None:
        self._open, self._folder = open_it, folder
        self._aside, self._patience = Aside(), Patience()
        self._embedder: Embedder | None = None
        self._lock = threading.Lock()
        self._wanted: Index | None = None
        self._is_working = self._is_gone = False
        self._told: set[str] = set()

    def follow(self, index: Index) -> None:
        """Told of the index in use, at every search; the work is done once for each, by a thread of its own."""
        if index is self._wanted or self._is_gone:
            return
        with self._lock:
            self._wanted = index
            if self._is_working:
                return
            self._is_working = True
        threading.Thread(target=self._work, name="embedder", daemon=True).start()

    @property
    def is_working(self) -> bool:
        return self._is_working

    def _work(self) -> None:
        done: Index | None = None
        while True:
            with self._lock:
                index = self._wanted
                if index is None or index is done or self._is_gone:
                    self._is_working = False
                    return
            try:
                self._attend(index)
            except NotUsable as error:
                self._is_gone = True
                log.warning("the search goes on without its embedder: %s", error)
            except Exception as error:  # whatever a library of somebody else's raises
                log.warning("the search goes on without its embedder: %s", type(error).__name__)
            done = index

    def _attend(self, index: Index) -> None:
        if self._embedder is None:
            self._embedder = self._aside.run(self._open)
        from app.domain.search.near import Near
        from app.domain.search.vectors import Kept

        began = time.monotonic()
        passages: Sequence[tuple[int, str]] = index.passages()
        if not passages:
            return
        vectors = Kept(self._folder, self._embedder, self._aside.run).of([text for _, text in passages])
        index.near = Near([document for document, _ in passages], vectors, index.size, self._ask).of
        log.info("the search has its embedder %s (%.1f s)", self._embedder.name, time.monotonic() - began)

    def _ask(self, query: str) -> Vectors | None:
        """The question's vector, or nothing where it fails or takes too long. What was asked is never written down."""
        embedder = self._embedder
        if embedder is None or not self._patience.holds():
            return None

        def timed() -> tuple[Vectors, float]:
            began = time.perf_counter()
            return embedder.queries([query])[0], time.perf_counter() - began

        try:
            vector, seconds = self._aside.run_soon(timed)
        except Busy:
            return None
        except Exception as error:  # whatever a library of somebody else's raises
            self._patience.give_up()
            self._tell(f"it failed ({type(error).__name__})")
            return None
        if self._patience.took(seconds):
            self._tell("it is too slow")
        return vector

    def _tell(self, why: str) -> None:
        """Once for each reason: a log is no place for a line a search."""
        if why not in self._told:
            self._told.add(why)
            log.warning("the search does without its embedder for a minute at a time: %s", why)


_extra: Extra | None = None


def configure(settings: EmbedderSettings, data_dir: Path) -> None:
    """What the operator chose; off unless asked for."""
    global _extra
    _extra = None if settings.kind == "off" else Extra(lambda: open_embedder(settings), data_dir / "vectors")


def follow(index: Index) -> None:
    """Tells the extra, where there is one, which index is in use."""
    if _extra is not None:
        _extra.follow(index)


def is_settled() -> bool:
    """Whether the index in use has all the help it will get: an answer from before is not to be kept."""
    return _extra is None or not _extra.is_working
