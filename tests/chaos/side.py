"""One person and their conversations as app/static/js does it: send once with a key until answered, pull what is new."""

from __future__ import annotations

import json
import random
import re
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import gevent
from gevent.event import Event

from app.core import ids
from tests.chaos import sentinels
from tests.chaos.alive import Alive, numbers
from tests.chaos.http import Gone, Http, Place
from tests.chaos.wire import Wire

RETRY = (0.5, 1.0, 2.0)
QUICK, SLOW = 2.0, 20.0
SOCKET = numbers("socket.js")
STILL, LIVELY, LATELY = SOCKET["STILL"], SOCKET["LIVELY"], SOCKET["LATELY"]
LATE, LATEST = SOCKET["LATE"], SOCKET["LATEST"]
DIGEST = re.compile(rb'data-digest="([^"]+)"')
ROW = re.compile(rb"<li\b[^>]*\bdata-seq=\"(\d+)\"[^>]*>")

Note = Callable[..., None]


@dataclass
class Talk:
    """One conversation on one person's screen."""

    person: Person
    mark: str
    id: str
    post_to: str
    pull_from: str
    fields: dict[str, str] = field(default_factory=dict)
    last: int = 0
    end: int = 0
    digest: str = ""
    outbox: deque[tuple[str, str, dict[str, str]]] = field(default_factory=deque)
    wake: Event = field(default_factory=Event)
    not_before: float = 0.0
    _pulling: bool = False
    _again: bool = False
    _sending: bool = False

    def say(self, text: str, **more: str) -> None:
        """Into the outbox, with the key that it keeps until the house has answered."""
        key = ids.new_token()
        self.person.note("said", mark=self.mark, key=key, text=text, kind=more.get("kind", "text"))
        self.outbox.append((text, key, more))
        gevent.spawn(self.flush)

    def flush(self) -> None:
        """One at a time, so that order is kept; our own wait ends as soon as the line is back."""
        if self._sending:
            return
        self._sending = True
        turn = 0
        while self.outbox and not self.person.stopped.is_set():
            text, key, more = self.outbox[0]
            begun = time.time()
            answer = self._post({**self.fields, **more, "text": text, "key": key, "after": str(self.last)})
            if answer is None:
                self._rest(RETRY[min(turn, 2)])
                turn += 1
                continue
            turn = 0
            self.outbox.popleft()
            self._settled(key, answer, time.time() - begun)
        self._sending = False

    def _rest(self, seconds: float) -> None:
        self.wake.clear()
        self.wake.wait(seconds * self.person.dice.uniform(0.75, 1.25))
        while time.time() < self.not_before:
            gevent.sleep(self.not_before - time.time())

    def _settled(self, key: str, answer: dict[str, Any], took: float) -> None:
        if "seq" not in answer:
            self.person.note("refused", mark=self.mark, key=key, error=answer.get("error"))
            return
        self.person.note("acked", mark=self.mark, key=key, seq=answer["seq"], took=took)
        self.person.lively = time.time()
        if answer.get("pulled"):
            self._take(answer["pulled"].encode())
        else:
            gevent.spawn(self.pull)

    def _post(self, fields: dict[str, str]) -> dict[str, Any] | None:
        """The answer; None when it has to be sent again."""
        try:
            answer = self.person.line.ask(self.post_to, fields)
        except Gone:
            return None
        if answer.status in (429, 503):
            self.not_before = time.time() + float(answer.headers.get("Retry-After", 5))
            return None
        if answer.status >= 500 or answer.status in (302, 303):
            return None
        found: dict[str, Any] = json.loads(answer.body)
        return found

    def pull(self) -> None:
        """Asks for what is new; a wish while one is under way is one more pull after it."""
        if self._pulling:
            self._again = True
            return
        self._pulling, self._again = True, True
        try:
            while self._again and not self.person.stopped.is_set():
                self._again = False
                self._pull_once()
        except Gone:
            pass
        finally:
            self._pulling = False

    def _pull_once(self) -> None:
        asked = f"{self.pull_from}?after={self.last}&state={quote(self.digest)}&talk={self.id}"
        answer = self.person.line.ask(asked)
        if answer.status >= 300:
            self.person.note("unread", mark=self.mark, status=answer.status)
            return
        self._take(answer.body)

    def _take(self, html: bytes) -> None:
        found = DIGEST.search(html)
        self.digest = found[1].decode() if found else self.digest
        fresh = [(seq, words) for seq, words in rows(html) if seq > self.last]
        if fresh:
            self.last = max(seq for seq, _ in fresh)
            self.person.note("saw", mark=self.mark, rows=fresh)

    def read_afresh(self) -> bool:
        """The whole log as a page just opened shows it."""
        try:
            answer = self.person.line.ask(f"{self.pull_from}?after=0")
        except Gone:
            return False
        if answer.status != 200:
            return False
        found = rows(answer.body)
        self.end = max((seq for seq, _ in found), default=0)
        self.person.note("fresh", mark=self.mark, rows=found)
        return True


def rows(html: bytes) -> list[tuple[int, str]]:
    """(seq, sentinel or nothing) of every line, in the order of the page."""
    starts = list(ROW.finditer(html))
    ends = [*(one.start() for one in starts[1:]), len(html)][: len(starts)]
    return [
        (int(one[1]), next(sentinels.sentinels(html[one.end() : end]), ""))
        for one, end in zip(starts, ends, strict=True)
    ]


class Person:
    """A browser: one socket, one or more conversations. `may` says whether these marks may be on this screen."""

    space = "/visitor"

    def __init__(self, name: str, place: Place, network: str, seed: str, write: Note) -> None:
        self.name, self.place, self.network, self._write = name, place, network, write
        self.dice = random.Random(f"{seed}/{name}")
        self.http = Http(place, network, self.heard, self._failed)
        self.line = Alive(self.http, self.dice, self.back)
        self.talks: dict[str, Talk] = {}
        self.stopped = Event()
        self.wire: Wire | None = None
        self.degraded = False
        self._late, self.lively = LATE, 0.0
        self._soon, self._opening = Event(), gevent.Greenlet()

    def note(self, what: str, **more: Any) -> None:
        self._write(what, who=self.name, **more)

    def may(self, mark: str, asked_at: float) -> bool:
        raise NotImplementedError

    def heard(self, data: bytes, asked_at: float) -> None:
        for mark in sentinels.marks(data):
            if not self.may(mark, asked_at):
                self.note("foreign", mark=mark)

    def _failed(self, status: int, again: str | None) -> None:
        self.note("failed", status=status, again=again)

    def pause(self, seconds: float) -> None:
        gevent.sleep(seconds * self.dice.uniform(0.75, 1.25))

    def live(self) -> None:
        """Everything a page does by itself."""
        for work in (self._socket, self._tick):
            gevent.spawn(work)

    def back(self, long: bool) -> None:
        """The line is there again; a socket that was being opened in a dead one will not come."""
        if long and not self.wire:
            self._opening.kill(block=False)
            self._soon.set()
        for talk in list(self.talks.values()):
            talk.wake.set()
            gevent.spawn(talk.flush)
        self._pull_all()

    def _pull_all(self) -> None:
        for talk in list(self.talks.values()):
            gevent.spawn(talk.pull)

    def stop(self) -> None:
        self.stopped.set()
        self.line.over = True
        if self.wire:
            self.wire.close()

    def _socket(self) -> None:
        turn = 0
        while not self.stopped.is_set():
            self._soon.clear()
            self._opening = gevent.spawn(self._open_wire)
            self._opening.join()
            if not isinstance(self._opening.value, Wire):
                self._soon.wait(RETRY[min(turn, 2)] * self.dice.uniform(0.5, 1.5))
                turn += 1
                continue
            turn, self.wire, self.degraded = 0, self._opening.value, False
            self.line.heard()
            self._pull_all()
            beats = gevent.spawn(self._still, self.wire)
            self.wire.listen()
            self.wire = None
            self._pull_all()
            # Whoever closed it for its silence opens the next one at once.
            if not beats.ready():
                beats.kill()
                self._soon.wait(RETRY[0] * self.dice.uniform(0.5, 1.5))

    def _open_wire(self) -> Wire | None:
        with suppress(OSError):
            return Wire(self.place, self.network, self.space, self.http.cookie, self.told, self.heard)
        return None

    def _still(self, wire: Wire) -> None:
        while wire.ask("still", self._late):
            self._late = max(LATE, self._late * 0.9)
            self.line.heard()
            gevent.sleep(LIVELY if time.time() - self.lively < LATELY else STILL)
        gevent.spawn(self._doubt)
        wire.close()

    def _doubt(self) -> None:
        """Unanswered although the rest of the line works: perhaps the house is only slow, so it gets longer next time."""
        if self.line.suspect():
            self._late = min(LATEST, self._late * 1.5)

    def told(self, event: str, data: Any) -> None:
        if event == "degraded":
            self.degraded = bool(data["on"])
            self._pull_all()
        if event != "poke" or not isinstance(data, dict):
            return
        self.lively = time.time()
        talk = next((one for one in self.talks.values() if one.id == data.get("conversation")), None)
        if talk and data.get("seq", talk.last + 1) > talk.last:
            gevent.spawn(talk.pull)
        elif not talk and self.space == "/visitor":
            self.note("foreign", mark="a poke for somebody else")

    def _tick(self) -> None:
        waited = 0.0
        while not self.stopped.wait(QUICK * self.dice.uniform(0.75, 1.25)):
            waited += QUICK
            if waited >= (SLOW if self.wire and not self.degraded else QUICK) and not self.line.trouble:
                waited = 0.0
                self._pull_all()
