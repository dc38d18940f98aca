"""Work that keeps a processor busy, done where it stops nobody, and the patience with it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from app.core.beside import Beside

T = TypeVar("T")
SLOW_SECONDS = 0.25
_SLOW_CALLS, _REST_SECONDS = 3, 60.0
_MOST_WAITING = 8


class Busy(Exception):
    """Others are before us, too many or for too long."""


class Aside:
    """One piece of work at a time; beside the loop, so that chats go on meanwhile."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(_MOST_WAITING)
        self._beside = Beside(1)

    def run(self, work: Callable[[], T]) -> T:
        """What the work gives, whenever it is its turn."""
        with self._turn:
            return self._beside.run(work)

    def run_soon(self, work: Callable[[], T]) -> T:
        """The same, but Busy rather than stand in a long line or wait long for its turn."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turn.acquire(timeout=SLOW_SECONDS):
                raise Busy
        finally:
            self._places.release()
        try:
            return self._beside.run(work)
        finally:
            self._turn.release()


class Patience:
    """Three slow calls in a row, or one that fails, and it rests for a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._slow = 0
        self._until = float("-inf")

    def holds(self) -> bool:
        return self._clock() >= self._until

    def took(self, seconds: float) -> bool:
        """Told how long a call took; whether that was one too many."""
        self._slow = self._slow + 1 if seconds > SLOW_SECONDS else 0
        return self._slow >= _SLOW_CALLS and self.give_up()

    def give_up(self) -> bool:
        self._slow, self._until = 0, self._clock() + _REST_SECONDS
        return True
