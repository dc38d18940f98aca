"""A memory of public pages in front of Flask: most visitors read the same few pages, and none of them waits for a render."""

from __future__ import annotations

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

import gevent
from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError

from app.core import counter, db, measure, memory
from app.core.beside import has_loop
from app.core.text import accept
from app.domain.search import loader

ROOM = 2000
LOOK_SECONDS, LONGEST_LOOK_SECONDS = 1.0, 0.25
BIGGEST = 512 * 1024
# Anybody can ask for any number of addresses: what is kept of them has an end in bytes too.
MOST_BYTES = 32 * 1024 * 1024
# Static files are in memory already, at as many addresses as somebody cares to invent; and whether this process is
# well is asked of the process, however long the database takes.
PASSED_ON = ("/static/", "/healthz", "/readyz")
# What decides which answer a page gives: page() asks all four.
ASKED_BY = ("HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_HX_BOOSTED", "HTTP_HX_HISTORY_RESTORE_REQUEST")


def cacheable(response: Response, seconds: int) -> Response:
    """Says that this answer is the same for everybody for `seconds`; never for one that sets a cookie.

    An address with somebody's personal number in it, in a search or in a way back to one, is kept by nobody.
    """
    if request.query_string and accept(unquote_plus(request.query_string.decode("latin-1")), 4096).masked:
        return response
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response


@dataclass(frozen=True)
class Kept:
    """One answer: both bodies, their headers ready to send, its tag, and until when (monotonic seconds)."""

    status: str
    plain: bytes
    packed: bytes
    plain_headers: list[tuple[str, str]]
    packed_headers: list[tuple[str, str]]
    bare_headers: list[tuple[str, str]]
    tag: str
    until: float

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)


class PageCache:
    """WSGI: answers GET and HEAD of cacheable pages from memory, with ETag and 304; passes everything else on.

    Kept answers are dropped by time, and all at once when content changed in any process: the content version
    is looked at once a second. While the database is gone the pages we have are served on.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pages: OrderedDict[tuple[Any, ...], Kept] = OrderedDict()
        self._bytes = 0
        self._version = -1
        self._looked = 0.0
        self._asking: gevent.Greenlet | None = None
        self._blind = False

    def _look(self, moment: float) -> None:
        """Nobody waits long for it: a database that has gone silent is no reason to hold back a page we have."""
        self._looked = moment
        if not has_loop():
            self._ask(moment)
        elif self._asking is None or self._asking.ready():
            self._asking = gevent.spawn(self._ask, moment)
            self._asking.join(LONGEST_LOOK_SECONDS)
            self._blind = self._blind or not self._asking.ready()

    def _ask(self, moment: float) -> None:
        try:
            version = counter.value(counter.CONTENT)
        except SQLAlchemyError:
            self._blind = True
            return
        finally:
            db.let_go()
        self._blind = False
        if version != self._version:
            self._pages.clear()
            self._bytes = 0
            self._version = version
            memory.look_again()
            loader.look_again()
        self._forget_words(moment)

    def _forget_words(self, moment: float) -> None:
        """An old guide may be needed when the database is gone; what somebody searched for is kept no longer."""
        for key in [key for key, kept in self._pages.items() if kept.until < moment and "q=" in key[1]]:
            self._bytes -= self._pages.pop(key).size

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method == "HEAD":
            return self._head(environ, start)
        if method != "GET" or environ["PATH_INFO"].startswith(PASSED_ON):
            return self._app.wsgi_app(environ, start)
        moment = time.monotonic()
        if moment - self._looked > LOOK_SECONDS:
            self._look(moment)
        key = self._key(environ)
        kept = self._pages.get(key)
        if kept is None or (kept.until < moment and not self._blind):
            return self._render(key, environ, start)
        measure.pages_from_memory += 1
        return self._send(kept, environ, start)

    def _head(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """What GET would say, without the page."""
        body = self({**environ, "REQUEST_METHOD": "GET"}, start)
        getattr(body, "close", lambda: None)()
        return []

    @staticmethod
    def _key(environ: dict[str, Any]) -> tuple[Any, ...]:
        get = environ.get
        return (environ["PATH_INFO"], get("QUERY_STRING", ""), *map(get, ASKED_BY))

    def _render(self, key: tuple[Any, ...], environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen: list[Any] = []
        version = self._version

        def catch(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            seen[:] = [status, headers]
            return lambda _data: None

        body = self._app.wsgi_app(environ, catch)
        status, headers = seen
        seconds = _seconds(status, headers)
        if seconds is None:
            start(status, headers)
            return body
        try:
            whole = b"".join(body)
        finally:
            getattr(body, "close", lambda: None)()
        if len(whole) > BIGGEST:
            start(status, headers)
            return [whole]
        kept = _keep(status, headers, whole, seconds)
        measure.pages_made += 1
        if version == self._version:  # else it was read before a change that others have seen
            self._remember(key, kept)
        return self._send(kept, environ, start)

    def _remember(self, key: tuple[Any, ...], kept: Kept) -> None:
        before = self._pages.pop(key, None)
        self._bytes += kept.size - (before.size if before else 0)
        self._pages[key] = kept
        while len(self._pages) > ROOM or self._bytes > MOST_BYTES:
            _, oldest = self._pages.popitem(last=False)
            self._bytes -= oldest.size

    @staticmethod
    def _send(kept: Kept, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and _is_known(kept.tag, known):
            start("304 Not Modified", kept.bare_headers)
            return []
        accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
        if "gzip" in accepted and "gzip;q=0" not in accepted:
            start(kept.status, kept.packed_headers)
            return [kept.packed]
        start(kept.status, kept.plain_headers)
        return [kept.plain]


def _is_known(tag: str, known: str) -> bool:
    """Whether If-None-Match names this tag, by the weak comparison that reading asks for."""
    if tag == known or known.strip() == "*":
        return True
    bare = tag.removeprefix("W/")
    return any(one.strip().removeprefix("W/") == bare for one in known.split(","))


def _seconds(status: str, headers: list[tuple[str, str]]) -> int | None:
    """How long an answer may be kept; None where it may not."""
    if not status.startswith("200"):
        return None
    found: int | None = None
    for name, value in headers:
        lower = name.lower()
        if lower == "set-cookie" or (lower == "vary" and "cookie" in value.lower()):
            return None
        if lower == "content-encoding":
            return None
        if lower == "cache-control" and value.startswith("public, max-age="):
            found = int(value.rpartition("=")[2]) if value.rpartition("=")[2].isdecimal() else None
    return found


def _keep(status: str, headers: list[tuple[str, str]], body: bytes, seconds: int) -> Kept:
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    packed = gzip.compress(body, 4, mtime=0)  # twice as quick as 6, and three per cent larger
    shared = [pair for pair in headers if pair[0].lower() not in ("content-length", "vary", "etag")]
    varied = [value for name, value in headers if name.lower() == "vary"]
    shared += [("ETag", tag), ("Vary", ", ".join([*varied, "Accept-Encoding"]))]
    bare = [pair for pair in shared if pair[0].lower() != "content-type"]
    return Kept(
        status,
        body,
        packed,
        [*shared, ("Content-Length", str(len(body)))],
        [*shared, ("Content-Length", str(len(packed))), ("Content-Encoding", "gzip")],
        bare,
        tag,
        time.monotonic() + seconds,
    )
