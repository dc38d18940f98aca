"""Is the line alive? As static/js/shared/line.js asks: every answer says yes, silence is asked about until one comes."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count

import gevent
from gevent.queue import Empty, Queue

from app import config
from tests.chaos.http import Answer, Gone, Http


def numbers(script: str) -> dict[str, float]:
    """The constants of one of the browser's own scripts: milliseconds are seconds here. Nobody else's are used."""
    text = (config.ROOT / "app/static/js/shared" / script).read_text("utf-8")
    found = re.findall(r"\b([A-Z]+) = (\d+)[,;]", text)
    return {name: int(value) / (1 if name in ("TIMES", "HIDDEN") else 1000) for name, value in found}


LINE = numbers("line.js")
HURRY, OFTEN, TIMES, DOUBT = LINE["HURRY"], LINE["OFTEN"], LINE["TIMES"], LINE["DOUBT"]
LATELY, LONGEST, GRACE = LINE["LATELY"], LINE["LONGEST"], LINE["GRACE"]
PROBE, PAUSE = LINE["PROBE"], LINE["PAUSE"]
AWAY = (502, 504)


class Alive:
    """All requests of one browser go through here. `back` is called when the line is there again."""

    def __init__(self, http: Http, dice: random.Random, back: Callable[[bool], None]) -> None:
        self._http, self._dice, self._back = http, dice, back
        self.usual, self.trouble, self.over = 0.25, 0.0, False
        self.said, self.silent = 0.0, 0.0
        self.flights: set[Flight] = set()
        self._probes: set[gevent.Greenlet] = set()
        self._asked = count()

    def ask(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """The answer; Gone when none came, and then the line is looked after."""
        return Flight(self, lambda: self.once(path, fields)).answer()

    def once(
        self, path: str, fields: dict[str, str] | None = None, within: float = LONGEST, bare: bool = False
    ) -> Answer:
        begun = time.monotonic()
        answer = self._http.get(path, within, bare) if fields is None else self._http.post(path, fields, within)
        if answer.status in AWAY:
            raise Gone("away")
        self.usual += (time.monotonic() - begun - self.usual) * 0.3
        return answer

    def heard(self) -> None:
        since, self.trouble, self.said = self.trouble, 0.0, time.monotonic()
        if not since:
            return
        probes, self._probes = self._probes, set()
        gevent.killall([one for one in probes if one is not gevent.getcurrent()], block=False)
        long = self.said - since > GRACE
        if long:
            for flight in list(self.flights):
                flight.revive()
        else:
            self.renew()
        self._back(long)

    def renew(self) -> None:
        """A second try for whatever has hung for a while."""
        for flight in list(self.flights):
            if time.monotonic() - flight.begun > GRACE:
                flight.fresh()

    def failed(self) -> None:
        if self.trouble or self.over:
            return
        self.trouble = time.monotonic()
        for flight in self.flights:
            flight.drop(1)
        for limit in (PROBE, LONGEST):
            gevent.spawn(self._seek, self.trouble, limit)

    def suspect(self) -> bool:
        """Something else fell silent: does anything answer?"""
        self.silent = time.monotonic()
        self.renew()
        return self._probe(PROBE)

    def _probe(self, limit: float) -> bool:
        one = gevent.spawn(self._health, limit)
        self._probes.add(one)
        one.join()
        answered = one.value is True
        if not answered and one in self._probes:
            self.failed()
        self._probes.discard(one)
        return answered

    def _health(self, limit: float) -> bool:
        with suppress(Gone):
            self.once("/health", None, limit, bare=limit != PROBE or next(self._asked) % 2 == 0)
            self.heard()
            return True
        return False

    def _seek(self, mark: float, limit: float) -> None:
        while self.trouble == mark and not self.over:
            gevent.sleep(PAUSE * self._dice.uniform(0.75, 1.25))
            if self.trouble == mark:
                self._probe(limit)


class Flight:
    """One request, until it is answered: the oldest try waits, the newest is given up for a newer one."""

    def __init__(self, line: Alive, send: Callable[[], Answer]) -> None:
        self._line, self._send = line, send
        self.begun, self._slow = time.monotonic(), 0.0
        self._tries: list[tuple[gevent.Greenlet, float]] = []
        self._came: Queue[tuple[gevent.Greenlet, Answer | Gone]] = Queue()

    def answer(self) -> Answer:
        line = self._line
        gap = max(DOUBT if self.begun - line.silent < LATELY else HURRY, TIMES * line.usual)
        line.flights.add(self)
        self.fresh()
        try:
            while (found := self._within(gap)) is None:
                self._doubt()
                gap = min(2 * gap, max(OFTEN, TIMES * line.usual))
        finally:
            line.flights.discard(self)
            self.drop(0)
        line.heard()
        return found

    def _within(self, seconds: float) -> Answer | None:
        due = time.monotonic() + seconds
        while True:
            try:
                who, found = self._came.get(timeout=max(0.0, due - time.monotonic()))
            except Empty:
                return None
            left = [one for one in self._tries if one[0] is not who]
            if len(left) == len(self._tries):
                continue
            if isinstance(found, Answer):
                return found
            self._tries = left
            self._line.failed()
            if not left:
                raise found

    def _doubt(self) -> None:
        line = self._line
        line.silent = time.monotonic()
        if line.silent - line.said > OFTEN:
            line.failed()
        if line.silent - self._tries[0][1] > LONGEST:
            self.drop(0)
        if not line.trouble or not self._tries:
            self.fresh()

    def revive(self) -> None:
        """The line was gone and is back: what hung in it will not come, or it gets twice as long next time."""
        age = time.monotonic() - self._tries[0][1] if self._tries else 0.0
        if age >= self._slow:
            self._slow = 2 * age
            self.drop(0)
        self.fresh()

    def fresh(self) -> None:
        self.drop(1)
        self._tries.append((gevent.spawn(self._try), time.monotonic()))

    def drop(self, kept: int) -> None:
        """All but so many of the oldest tries are given up, and their connections with them."""
        dropped, self._tries = self._tries[kept:], self._tries[:kept]
        gevent.killall([one for one, _ in dropped], block=False)

    def _try(self) -> None:
        found: Answer | Gone
        try:
            found = self._send()
        except Gone as error:
            found = error
        self._came.put((gevent.getcurrent(), found))
