"""Is the line alive? As static/js/shared/line.js asks: every answer says yes, silence is asked about until one comes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import gevent

from tests.chaos.http import Answer, Gone, Http

FLOOR, CEILING, LONGEST, GRACE = 3.0, 10.0, 30.0, 1.0
PROBE, PAUSE = 1.5, 0.6
AWAY = (502, 504)


class Late:
    """How often in a row somebody's requests took too long."""

    def __init__(self) -> None:
        self.times = 0


class Alive:
    """All requests of one browser go through here. `back` is called when the line is there again."""

    def __init__(self, http: Http, dice: random.Random, back: Callable[[bool], None]) -> None:
        self._http, self._dice, self._back = http, dice, back
        self._usual, self.trouble, self._probing, self.over = 0.3, 0.0, False, False

    def patience(self, late: Late) -> float:
        usual = min(4 * self._usual, max(CEILING, 2.5 * self._usual))
        return min(LONGEST, max(FLOOR, usual) * 2**late.times)

    def ask(
        self, path: str, fields: dict[str, str] | None = None, whose: Late | None = None, limit: float = 0.0
    ) -> Answer:
        """The answer; Gone when none came, and then the line is looked after."""
        begun, late = time.monotonic(), whose or Late()
        within = limit or self.patience(late)
        try:
            answer = self._http.get(path, within) if fields is None else self._http.post(path, fields, within)
        except Gone as error:
            if error.late:
                late.times += 1
            if not error.aborted:
                self.failed()
            raise
        if answer.status in AWAY:
            self.failed()
            raise Gone("away")
        self._usual += (time.monotonic() - begun - self._usual) * 0.3
        late.times = 0
        self.heard()
        return answer

    def heard(self) -> None:
        """Whatever still hangs in the line that was dead will not come: it is tried again now."""
        since, self.trouble = self.trouble, 0.0
        if since:
            self._http.abort(older=GRACE)
            self._back(time.monotonic() - since > GRACE)

    def failed(self) -> None:
        if not self.trouble and not self.over:
            self.trouble = time.monotonic()
            if not self._probing:
                gevent.spawn(self._seek)

    def suspect(self) -> bool:
        """Something else fell silent: does anything answer?"""
        try:
            self.ask("/health", limit=PROBE)
        except Gone:
            return False
        return True

    def _seek(self) -> None:
        """Two ask at once: one that hurries, and one that waits as long as a very slow line needs."""
        self._probing = True
        while self.trouble and not self.over:
            gevent.joinall([gevent.spawn(self._probe, limit) for limit in (PROBE, LONGEST)])
        self._probing = False

    def _probe(self, limit: float) -> None:
        while self.trouble and not self.over:
            gevent.sleep(PAUSE * self._dice.uniform(0.75, 1.25))
            if self.trouble:
                try:
                    self.ask("/health", limit=limit)
                except Gone:
                    continue
