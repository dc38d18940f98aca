"""Requests as a browser makes them, cheap enough for hundreds of people in one process; every byte is handed on."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import gevent

SCRIPT = {"Accept": "application/json"}


class Gone(OSError):
    """No answer came, or not the whole of it: whether the server did it is not known."""

    late = False
    aborted = False


class TooLate(Gone):
    late = True


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


@dataclass
class Http:
    """One person's connections, from a network of their own. `heard` gets every body with the moment it was asked for."""

    place: Place
    network: str
    heard: Callable[[bytes, float], None]
    cookies: dict[str, str] = field(default_factory=dict)
    _idle: list[http.client.HTTPConnection] = field(default_factory=list)
    _busy: dict[http.client.HTTPConnection, float] = field(default_factory=dict)
    _aborted: set[http.client.HTTPConnection] = field(default_factory=set)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str, timeout: float) -> Answer:
        return self._ask("GET", path, None, timeout, {"Accept": "text/html"})

    def post(self, path: str, fields: dict[str, str], timeout: float) -> Answer:
        """As a script posts; a redirect is not followed."""
        form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.place.origin}
        return self._ask("POST", path, urlencode(fields), timeout, SCRIPT | form)

    def abort(self, older: float) -> None:
        """Whatever has been under way for so many seconds is given up, to be tried again."""
        for one, begun in list(self._busy.items()):
            if time.time() - begun > older:
                self._aborted.add(one)
                _cut(one)

    def _ask(self, method: str, path: str, body: str | None, timeout: float, headers: dict[str, str]) -> Answer:
        one = self._idle.pop() if self._idle else self._connection()
        self._busy[one] = begun = time.time()
        try:
            with gevent.Timeout(timeout, TooLate("too late")):
                one.request(method, path, body, self._headers(headers))
                response = one.getresponse()
                read = response.read()
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            one.close()
            gone = TooLate() if isinstance(error, TooLate) else Gone(str(error))
            gone.aborted = one in self._aborted
            raise gone from error
        finally:
            self._busy.pop(one, None)
            self._aborted.discard(one)
        self._idle.append(one)
        self._keep(response.headers)
        self.heard(read + str(response.headers).encode(), begun)
        return Answer(response.status, response.headers, read)

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.place.port, source_address=(self.network, 0))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        host = self.place.origin.partition("://")[2]
        given = {"Host": host, "Sec-Fetch-Site": "same-origin", "Accept-Encoding": "identity", **more}
        return given | ({"Cookie": self.cookie} if self.cookies else {})

    def _keep(self, headers: http.client.HTTPMessage) -> None:
        for line in headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value


def _cut(one: http.client.HTTPConnection) -> None:
    # Whoever reads from it wakes up and closes it.
    with suppress(OSError, AttributeError):
        one.sock.shutdown(socket.SHUT_RDWR)
