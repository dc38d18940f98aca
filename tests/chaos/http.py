"""Requests as a browser makes them, cheap enough for hundreds of people in one process; every byte is handed on."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from select import select
from urllib.parse import urlencode

import gevent
from gevent.lock import BoundedSemaphore

SCRIPT = {"Accept": "application/json"}
# As many connections as a browser has to one house at a time.
AT_ONCE = 6


class Gone(OSError):
    """No answer came, or not the whole of it: whether the server did it is not known."""


@dataclass(frozen=True)
class Place:
    """Where the house is: `port` may be a line's, `origin` is what the house calls itself."""

    port: int
    origin: str


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: str | None
    headers: dict[str, str]


@dataclass
class Pool:
    """Connections that are kept for the next request, the latest first."""

    idle: list[http.client.HTTPConnection] = field(default_factory=list)
    room: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(AT_ONCE))

    def kept(self) -> http.client.HTTPConnection | None:
        """One that the house has not closed meanwhile; that its line is dead does not show."""
        while self.idle:
            one = self.idle.pop()
            if one.sock and not select([one.sock], [], [], 0)[0]:
                return one
            one.close()
        return None


@dataclass
class Http:
    """One person's connections, from a network of their own. `heard` gets every body with the moment it was asked for."""

    place: Place
    network: str
    heard: Callable[[bytes, float], None]
    # Told of every answer that is the house's fault: its status, and when to ask again.
    failed: Callable[[int, str | None], None] = lambda _status, _again: None
    cookies: dict[str, str] = field(default_factory=dict)
    # A browser keeps connections for requests without cookies apart.
    _pool: Pool = field(default_factory=Pool)
    _bare: Pool = field(default_factory=Pool)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str, timeout: float, bare: bool = False) -> Answer:
        """`bare`: without cookies."""
        headers = self._headers({"Accept": "text/html"}, bare)
        return self._ask(Request("GET", path, None, headers), timeout, self._bare if bare else self._pool)

    def post(self, path: str, fields: dict[str, str], timeout: float) -> Answer:
        """As a script posts; a redirect is not followed."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.place.origin}
        return self._ask(Request("POST", path, urlencode(fields), self._headers(SCRIPT | form)), timeout, self._pool)

    def _ask(self, request: Request, timeout: float, pool: Pool) -> Answer:
        begun = time.time()
        try:
            with gevent.Timeout(timeout, Gone("too late")), pool.room:
                answer = self._anyhow(request, pool)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            raise error if isinstance(error, Gone) else Gone(str(error)) from error
        self._keep(answer.headers)
        if answer.status >= 500:
            self.failed(answer.status, answer.headers.get("Retry-After"))
        self.heard(answer.body + str(answer.headers).encode(), begun)
        return answer

    def _anyhow(self, request: Request, pool: Pool) -> Answer:
        """What the house closed just now is nobody's fault: a browser tries again on a new connection."""
        kept = pool.kept()
        if kept:
            with suppress(ConnectionError):
                return self._once(kept, request, pool)
        return self._once(self._connection(), request, pool)

    def _once(self, one: http.client.HTTPConnection, request: Request, pool: Pool) -> Answer:
        try:
            one.request(request.method, request.path, request.body, request.headers)
            response = one.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        except BaseException:
            # Whoever gives a request up takes its connection along.
            one.close()
            raise
        pool.idle.append(one)
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.place.port, source_address=(self.network, 0))

    def _headers(self, more: dict[str, str], bare: bool = False) -> dict[str, str]:
        host = self.place.origin.partition("://")[2]
        given = {"Host": host, "Sec-Fetch-Site": "same-origin", "Accept-Encoding": "identity", **more}
        return given | ({"Cookie": self.cookie} if self.cookies and not bare else {})

    def _keep(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
