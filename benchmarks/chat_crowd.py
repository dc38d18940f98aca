"""`python -m benchmarks.chat_crowd`: both sides of many conversations in one cheap process; plan on stdin, figures on stdout."""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from benchmarks.chat_wire import Http, Loop, Socket

WORDS = ("Tack, det hjälper.", "Jag provar nu.", "Det står att kortet är spärrat.", "Vänta lite, jag ringer dem.")
_numbers = count(1)
TELL_SEEN_SECONDS = REFRESH_SECONDS = 1.0


@dataclass
class Side:
    """One side of one conversation, doing what talk.js does: pull when poked, take what a post answers."""

    talk: Talk
    http: Http
    base: str
    fields: dict[str, object]
    last: int = 0
    state: str = ""
    busy: int = 0
    again: bool = False
    told: float = 0.0

    def say(self, text: str) -> None:
        self.busy += 1
        form = {**self.fields, "text": text, "key": text, "after": self.last}
        self.http.post(f"{self.base}/messages", form, self._posted)

    def poked(self, seq: int) -> None:
        if seq > self.last and not self.again:
            self.again = True
            if not self.busy:
                self._pull()

    def _pull(self) -> None:
        self.again, self.busy = False, self.busy + 1
        self.http.get(f"{self.base}/messages?after={self.last}&state={self.state}", self._pulled)

    def _posted(self, status: int, body: bytes) -> None:
        if status != 200:
            raise ConnectionError(f"a message was refused: {status} {body[:200]!r}")
        answer = json.loads(body)
        self._take(answer["pulled"].encode() if "pulled" in answer else b"")
        # A server that does not answer with what is new is asked for it.
        self.again |= "pulled" not in answer
        self._done()

    def _pulled(self, status: int, body: bytes) -> None:
        if status not in (200, 204):
            raise ConnectionError(f"a pull was refused: {status}")
        self._take(body)
        self._done()

    def _done(self) -> None:
        self.busy -= 1
        if self.again and not self.busy:
            self._pull()

    def _take(self, body: bytes) -> None:
        if b'data-last="' not in body:
            return
        self.last = int(body.split(b'data-last="', 1)[1].split(b'"', 1)[0])
        if b'data-digest="' in body:
            self.state = body.split(b'data-digest="', 1)[1].split(b'"', 1)[0].decode()
        self.talk.read(self, body)


@dataclass
class Talk:
    """A conversation with its two sides, and when what was said last was said."""

    crowd: Crowd
    sides: list[Side] = field(default_factory=list)
    said: dict[bytes, tuple[Side, float]] = field(default_factory=dict)

    def say(self, which: int) -> None:
        number = next(_numbers)
        text = f"{WORDS[number % len(WORDS)]} m{number}."
        self.said[f" m{number}.".encode()] = (self.sides[which], time.perf_counter())
        self.sides[which].say(text)

    def read(self, side: Side, body: bytes) -> None:
        """What the other side said is on this one's screen now."""
        for mark, (by, began) in list(self.said.items()):
            if by is not side and mark in body:
                del self.said[mark]
                self.crowd.seen(began)
                if self.crowd.whole:
                    self.crowd.tell_seen(side)

    @property
    def quiet(self) -> bool:
        return not self.said and not any(side.busy or side.again for side in self.sides)


class Crowd:
    """Everybody. `whole`: also what a browser does around a message: it says what was seen, and the desk's lists follow."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.whole = plan, plan.get("whole", False)
        self.loop = Loop(plan["port"])
        self.origin = f"http://127.0.0.1:{plan['port']}"
        self.talks: list[Talk] = []
        self.took: list[float] = []
        self.pages: list[float] = []
        self.requests = 0
        self._later: deque[tuple[float, Callable[[], None]]] = deque()
        self._refreshed: dict[int, float] = {}
        self._dice = random.Random(5)

    def seen(self, began: float) -> None:
        self.took.append(time.perf_counter() - began)

    def come(self) -> None:
        """Opens every connection and socket, and reads every conversation once."""
        desks: list[tuple[Http, list[Side]]] = []
        for number, keys in enumerate(self.plan["staff"]):
            cookie, own, mine = f"vejviser_staff={keys['token']}", network(1, number), []
            desks.append((Http(self.loop, own, cookie), mine))
            self._socket(own, "/staff", cookie, mine, number)
        for number, row in enumerate(self.plan["talks"]):
            talk, own, cookie = Talk(self), network(2, number), f"vejviser_chat={row['token']}"
            visitor = Side(talk, Http(self.loop, own, cookie), "/sv/chat", {})
            http, mine = desks[row["staff"]]
            fields = {"claim": row["claim"], "kind": "text"}
            librarian = Side(talk, http, f"/sv/staff/conversation/{row['id']}", fields)
            mine.append(librarian)
            talk.sides = [visitor, librarian]
            self.talks.append(talk)
            self._socket(own, "/visitor", cookie, [visitor], None)
        self._desks = [http for http, _ in desks]
        # One after the other: what happens when everybody comes back in one moment is another measure.
        for talk in self.talks:
            for side in talk.sides:
                side.poked(1)
            while not talk.quiet:
                self.loop.turn(1)
        self.until_quiet(60)

    def _socket(self, own: str, space: str, cookie: str, sides: list[Side], desk: int | None) -> None:
        def heard(text: bytes) -> None:
            if b'"poke"' in text:
                poke = json.loads(text[text.index(b",") + 1 :])[1]
                for side in sides:
                    if desk is None or side.base.endswith(poke["conversation"]):
                        side.poked(poke["seq"] if not poke.get("also") else side.last + 1)
                if self.whole and desk is not None:
                    self.refresh(desk)

        one = Socket(self.loop, own, space, cookie, self.origin, heard)
        until = time.monotonic() + 60
        while not one.open:
            self.loop.turn(0.1)
            if time.monotonic() > until:
                raise TimeoutError("a socket did not open")

    def refresh(self, desk: int) -> None:
        """The desk's lists, at most once a second."""
        now = time.monotonic()
        due = max(now + 0.15, self._refreshed.get(desk, 0.0) + REFRESH_SECONDS)
        if self._refreshed.get(desk, 0.0) > now:
            return
        self._refreshed[desk] = due
        more = "HX-Request: true\r\nHX-Target: desk_queue\r\n"
        self._later.append((due, lambda: self._desks[desk].get("/sv/staff/", lambda *_: None, more=more)))

    def tell_seen(self, side: Side) -> None:
        now = time.monotonic()
        if side.told > now:
            return
        side.told = now + TELL_SEEN_SECONDS
        tell = lambda: side.http.post(f"{side.base}/seen", {**side.fields, "seq": side.last}, lambda *_: None)  # noqa: E731
        self._later.append((side.told, tell))

    def until_quiet(self, patience: float) -> None:
        until = time.monotonic() + patience
        while not all(talk.quiet for talk in self.talks):
            self.loop.turn(0.2)
            if time.monotonic() > until:
                raise TimeoutError("somebody still waits for an answer")

    def one_by_one(self, messages: int) -> None:
        """A message, seen by the other side and everybody quiet again, before the next."""
        for number in range(messages):
            talk = self.talks[number % len(self.talks)]
            talk.say((number // len(self.talks)) % 2)
            while not talk.quiet:
                self.loop.turn(5)

    def mix(self, seconds: float, messages: float, pages: float, page: str) -> None:
        """Messages and pages at their own times, whether those before them are answered or not."""
        begin = time.monotonic() + 0.1
        readers = [Http(self.loop, network(3, number)) for number in range(max(1, int(pages / 10)))]
        due = deque(sorted([*self._messages(begin, seconds, messages), *self._reads(begin, seconds, pages, readers, page)],
                           key=lambda one: one[0]))  # fmt: skip
        while due or self._later:
            now = time.monotonic()
            while due and due[0][0] <= now:
                due.popleft()[1]()
            for _ in range(len(self._later)):
                at, what = self._later.popleft()
                what() if at <= now else self._later.append((at, what))
            self.loop.turn(min((due[0][0] - now) if due else 0.05, 0.05))
        self.until_quiet(30)
        while not all(reader.quiet for reader in readers):
            self.loop.turn(0.2)

    def _messages(self, begin: float, seconds: float, each: float) -> Iterator[tuple[float, Callable[[], None]]]:
        order = self._dice.sample(range(len(self.talks)), len(self.talks))
        for number in range(int(seconds * each)):
            talk, side = self.talks[order[number % len(order)]], (number // len(order)) % 2
            at = begin + (number + self._dice.random()) / each
            yield at, lambda talk=talk, side=side: talk.say(side)  # type: ignore[misc]

    def _reads(self, begin: float, seconds: float, each: float, readers: list[Http], page: str) -> Any:
        for number in range(int(seconds * each)):
            at, reader = begin + (number + self._dice.random()) / each, readers[number % len(readers)]
            yield at, lambda reader=reader: self._read(reader, page)

    def _read(self, reader: Http, page: str) -> None:
        began = time.perf_counter()
        reader.get(page, lambda *_: self.pages.append(time.perf_counter() - began), more="Accept-Encoding: gzip\r\n")


def network(kind: int, number: int) -> str:
    """An address for each, each in a network of its own."""
    return f"127.{10 * kind + number // 250}.{1 + number % 250}.1"


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> int:
    crowd = Crowd(json.loads(sys.stdin.readline()))
    crowd.come()
    print("ready", flush=True)
    for line in sys.stdin:
        what = json.loads(line)
        crowd.took.clear(), crowd.pages.clear()
        before, began = _cpu(), time.perf_counter()
        if "count" in what:
            crowd.one_by_one(what["count"])
        else:
            crowd.mix(what["seconds"], what["messages"], what["pages"], what["page"])
        figures = {"took": crowd.took, "pages": crowd.pages, "cpu": _cpu() - before}
        print(json.dumps({**figures, "seconds": time.perf_counter() - began}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
