"""One side of a conversation as app/static/js/shared/talk.js does it: send once, pull what is new, never trust a poke."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress

import requests
import socketio

from app.core import ids
from tests.reading import Line

# The script waits 20 s, 2 s and 0.5 to 2 s; the same road, walked faster.
SLOW, QUICK, RETRY = 3.0, 0.3, 0.05

Send = Callable[[str, str], dict[str, object]]
Pull = Callable[[int], list[Line]]


class Talk:
    """`send(text, key)` and `pull(after)` do the HTTP; both may fail at any time."""

    def __init__(self, send: Send, pull: Pull, slow: float = SLOW) -> None:
        self._send, self._pull, self._slow = send, pull, slow
        self.log: list[Line] = []
        self.last = 0
        self.repeats: Counter[str] = Counter()
        self.connected = False
        self._outbox: deque[tuple[str, str]] = deque()
        self._pulling, self._again = False, False
        self._lock = threading.Lock()
        self._wake, self.stopped = threading.Event(), threading.Event()
        self.socket: socketio.Client | None = None
        for work in (self._flush, self._tick):
            threading.Thread(target=work, daemon=True).start()

    def say(self, text: str) -> None:
        """Into the outbox, with the key that it keeps until the server has answered."""
        self._outbox.append((text, ids.new_token()))
        self._wake.set()

    @property
    def idle(self) -> bool:
        return not self._outbox

    def pull(self) -> None:
        """Asks for what is new; a second wish while one is under way is one more pull after it."""
        with self._lock:
            if self._pulling:
                self._again = True
                return
            self._pulling = True
        while True:
            with suppress(requests.RequestException):
                self._take(self._pull(self.last))
            with self._lock:
                if not self._again:
                    self._pulling = False
                    return
                self._again = False

    def listen(self, url: str, space: str, cookie: str, origin: str) -> None:
        """Opens the socket; it comes back by itself, and pulls when it does."""
        # Given as an option: as a header it would be sent twice.
        options = {"origin": origin}
        one = socketio.Client(reconnection_delay=0.05, reconnection_delay_max=0.2, websocket_extra_options=options)
        one.on("connect", lambda: self._set_connected(True), namespace=space)
        one.on("disconnect", lambda *_: self._set_connected(False), namespace=space)
        one.on("degraded", lambda how: self._set_connected(not how["on"]), namespace=space)
        one.on("poke", lambda _: self.pull(), namespace=space)
        self.socket = one
        one.connect(url, headers={"Cookie": cookie}, namespaces=[space], transports=["websocket"], wait_timeout=5)

    def stop(self) -> None:
        self.stopped.set()
        self._wake.set()
        if self.socket is not None:
            self.socket.shutdown()

    def _set_connected(self, yes: bool) -> None:
        self.connected = yes
        if yes:
            self.pull()

    def _take(self, lines: list[Line]) -> None:
        for line in lines:
            if line.seq > self.last:
                self.log.append(line)
                self.last = line.seq

    def _flush(self) -> None:
        """One at a time, so that order is kept; the same key until there was an answer."""
        while not self.stopped.is_set():
            if not self._outbox:
                self._wake.wait(0.1)
                self._wake.clear()
                continue
            text, key = self._outbox[0]
            try:
                answer = self._send(text, key)
            except requests.RequestException as error:
                self.repeats[str(error)[:40]] += 1
                time.sleep(RETRY)
                continue
            assert "seq" in answer, answer
            self._outbox.popleft()
            self.pull()

    def _tick(self) -> None:
        waited = 0.0
        while not self.stopped.wait(QUICK):
            waited += QUICK
            if waited >= (self._slow if self.connected else QUICK):
                waited = 0.0
                self.pull()
