"""People who press at the same moment: a thread each, a line in the sand, and how long each waited for the answer."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tests.chaos.screen_tab import Answer, Tab
from tests.people import Staff
from tests.server import Server

Press = Callable[[], Answer]
PATIENCE_SECONDS = 60


class AtOnce:
    """Presses together; `waited` holds the seconds of every answer, `late` those that said no."""

    def __init__(self, people: int) -> None:
        self._pool = ThreadPoolExecutor(people)
        self._line = threading.Barrier(people)
        self._people = people
        self.refused: list[float] = []

    def press(self, presses: Sequence[Press]) -> list[Answer]:
        """Everybody's answer, in the order of the people."""
        assert len(presses) == self._people
        found = list(self._pool.map(self._one, presses))
        self.refused += [seconds for answer, seconds in found if answer.status == 409]
        return [answer for answer, _ in found]

    def _one(self, press: Press) -> tuple[Answer, float]:
        self._line.wait(PATIENCE_SECONDS)
        began = time.monotonic()
        answer = press()
        return answer, time.monotonic() - began

    def close(self) -> None:
        self._pool.shutdown()


class Member:
    """A colleague as a bare tab, with what colleagues call them."""

    def __init__(self, server: Server, name: str) -> None:
        staff: Staff = server.staff(name)
        self.name, self.public_id = name, staff.public_id
        self.tab = Tab(server.port, {one.name: str(one.value) for one in staff.http.cookies})

    def at(self, conversation: str, verb: str, **fields: object) -> Answer:
        return self.tab.post(f"/en/staff/conversation/{conversation}/{verb}", **fields)
