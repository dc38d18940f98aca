"""Work that would hold up everybody in the process, on real threads where gevent has the loop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from gevent import monkey
from gevent.threadpool import ThreadPool

T = TypeVar("T")


def has_loop() -> bool:
    """Whether this process has a loop that must not stand still."""
    return bool(monkey.is_module_patched("threading"))


class Beside:
    """So many pieces of work at once; the others wait for their turn."""

    def __init__(self, at_once: int) -> None:
        self._turn = threading.BoundedSemaphore(at_once)
        self._pool = ThreadPool(at_once) if has_loop() else None

    def run(self, work: Callable[[], T]) -> T:
        """What the work gives, or raises."""
        if self._pool is None:
            with self._turn:
                return work()
        given, error = self._pool.apply(_caught, (work,))
        if error is not None:
            raise error
        return given  # type: ignore[no-any-return]


def _caught(work: Callable[[], T]) -> tuple[T | None, Exception | None]:
    """gevent prints what a pool's thread raises, and an error's words may hold what somebody wrote."""
    try:
        return work(), None
    except Exception as error:
        return None, error
