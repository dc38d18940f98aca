"""A fair worker: every keep-alive connection lets the others in after each answer, and none may dawdle for ever."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from io import BytesIO
from time import perf_counter
from typing import Any

import gevent
from gevent import pywsgi
from gunicorn.workers.ggevent import PyWSGIHandler, PyWSGIServer

from app.core import draining, measure, tally
from app.core.tally import Odd
from serving import body, head, leaving, websocket

IDLE_SECONDS = 75
# From the first byte of a connection to the end of its first headers; later requests may be waited for longer.
HEADERS_SECONDS = 5
HEADERS_BYTES = 32 * 1024
# What is said to a form that was too large is read by a browser only when it has got rid of the form.
DISCARD_BYTES, DISCARD_SECONDS = 1024 * 1024, 2
# When fewer places than this part of all are free, whoever idles longest makes room.
CROWDED = 0.1
# sleep(0) is not enough: the loop runs fifty such wake-ups before it looks at its sockets again (an echo waited
# 50 ms behind pages of 1 ms). An idle watcher of the highest priority comes back right after the next look, but costs
# 40 µs, so it is taken only when the last look was long ago.
AFTER_ONE_POLL = 2
LOOK_EVERY_SECONDS = 0.002
SLOW = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Trickled(ValueError):
    """The headers took too long."""


class Counted:
    """The line-reader of headers: at most so many bytes of them."""

    def __init__(self, source: Any) -> None:
        self._source, self._left = source, HEADERS_BYTES

    def readline(self, size: int = -1) -> bytes:
        line: bytes = self._source.readline(min(size, self._left + 1) if size >= 0 else self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            raise ValueError("the headers are too long")
        return line


class FairHandler(PyWSGIHandler):  # type: ignore[misc]
    """pywsgi never yields to other greenlets while the next request is already in the buffer; this does."""

    close_connection: bool
    _asked_before = _is_request = False
    # Somebody who has gone, or does not read: nothing of ours went wrong, so nothing is traced.
    ignored_socket_errors = (errno.EPIPE, errno.ECONNRESET, errno.EBADF, errno.ETIMEDOUT, errno.ESHUTDOWN, "timed out")

    def handle_one_request(self) -> Any:
        self.socket.settimeout(IDLE_SECONDS)
        result = super().handle_one_request()
        self._asked_before = True
        if result is not True or self._was_socket() or self.server.closed:
            return None if result is True else result
        self._let_others_in()
        return True

    def _let_others_in(self) -> None:
        if not self._more_is_here():
            return  # to wait for the next request is to let the others in
        if perf_counter() - self.server.looked_at < LOOK_EVERY_SECONDS:
            gevent.sleep(0)
        else:
            gevent.idle(AFTER_ONE_POLL)
            self.server.looked_at = perf_counter()

    def _more_is_here(self) -> bool:
        """Whether the next request has begun to come."""
        self.socket.settimeout(0)
        try:
            return bool(self.rfile.peek(1))
        except OSError:
            return True
        finally:
            self.socket.settimeout(IDLE_SECONDS)

    def _was_socket(self) -> bool:
        """After a WebSocket there is no next request: the server closes first, as the protocol asks."""
        return str(self.environ.get("HTTP_UPGRADE", "")).lower() == "websocket"

    def read_requestline(self) -> Any:
        """Waiting for the next request: the one moment when a restart, or a crowd, may close the connection."""
        self.server.idle[self.socket] = self._asked_before
        try:
            with gevent.Timeout(IDLE_SECONDS if self._asked_before else HEADERS_SECONDS, OSError("nothing was asked")):
                return super().read_requestline()
        finally:
            self.server.idle.pop(self.socket, None)

    def read_request(self, raw_requestline: str) -> Any:
        """Headers that trickle in are cut off, so that slow clients cannot hold connections."""
        self._is_request = False
        with gevent.Timeout(HEADERS_SECONDS, Trickled("the headers took too long")):
            try:
                return super().read_request(raw_requestline) and self._is_plain()
            except Trickled:
                tally.note(Odd.SLOW)
                raise
            except Exception as error:  # the parser's own kinds would be traced into the log
                raise ValueError("no headers") from error

    def _is_plain(self) -> bool:
        """One spelling of how long the body is: what a proxy reads otherwise than we do hides a second request."""
        length, coding = self.headers.get("content-length"), self.headers.get("transfer-encoding")
        return (length is None or length.strip().isdecimal()) and (coding is None or coding.lower() == "chunked")

    def MessageClass(self, rfile: Any, _seekable: int) -> Any:
        return head.read(Counted(rfile))

    def handle_one_response(self) -> None:
        """The body is read first; one that is too large is left on the wire, and the application says so in words."""
        self._is_request = True
        given = self.wsgi_input
        if not given.content_length and not given.chunked_input:
            super().handle_one_response()
            return
        try:
            found = body.read(given, given.content_length, given.chunked_input)
        except (body.TooSlow, body.Broken) as error:
            tally.note(Odd.SLOW if isinstance(error, body.TooSlow) else Odd.BAD_REQUEST)
            self._refuse(SLOW if isinstance(error, body.TooSlow) else pywsgi._BAD_REQUEST_RESPONSE)
            return
        self._give(found, given.chunked_input)
        super().handle_one_response()
        if found is None:
            self._discard()

    def finalize_headers(self) -> None:
        """On the way out no connection is kept, and whoever holds one is told so before it closes."""
        super().finalize_headers()
        if draining.is_on() and not self.close_connection:
            self.close_connection = True
            self.response_headers.append((b"Connection", b"close"))

    def _give(self, found: BytesIO | None, chunked: bool) -> None:
        """The body as the application will read it; of one that is too large only the size is told."""
        size = body.MAX_BYTES + 1 if found is None else len(found.getbuffer())
        if chunked:
            self.environ.pop("HTTP_TRANSFER_ENCODING", None)
            self.environ["CONTENT_LENGTH"] = str(size)
        self.environ["wsgi.input"] = self.wsgi_input = pywsgi.Input(found, size if found else 0)

    def _refuse(self, answer: bytes) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.socket.sendall(answer)

    def _discard(self) -> None:
        self.close_connection = True
        with suppress(OSError, ValueError), gevent.Timeout(DISCARD_SECONDS, False):
            self.socket.shutdown(socket.SHUT_WR)
            for _ in range(DISCARD_BYTES // 16384):
                if not self.rfile.read1(16384):
                    break

    def handle_error(self, kind: Any, value: Any, trace: Any) -> None:
        """Cut off because time is up: no answer at all lets whatever stands in front ask another process; a 500 would not."""
        if issubclass(kind, gevent.GreenletExit):
            self.close_connection = True
        else:
            super().handle_error(kind, value, trace)

    def log_request(self) -> None:
        """Counted, and nothing else: who asked for what is not written down. What was no request has no numbers to count."""
        if self._is_request:
            measure.request(self.environ.get("PATH_INFO", ""), self.code, self.time_finish - self.time_start)

    def log_error(self, msg: str, *args: Any) -> None:
        """Counted and no more: pywsgi would write the client's address and the line they sent."""
        tally.note(Odd.BAD_REQUEST)


class FairServer(PyWSGIServer):  # type: ignore[misc]
    """Lets idle connections and open sockets go at once when it closes, so that a restart takes no time."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.idle: dict[Any, bool] = {}
        self.looked_at = 0.0
        super().__init__(*args, **options)

    def handle(self, sock: Any, address: Any) -> None:
        if self.pool is not None and self.pool.free_count() < self.pool.size * CROWDED:
            self._make_room()
        super().handle(sock, address)

    def _make_room(self) -> None:
        """Whoever has idled longest gives way; a browser opens a new connection without anybody noticing."""
        for waiting in list(self.idle)[:2]:
            tally.note(Odd.CROWDED)
            self.idle.pop(waiting, None)
            with suppress(OSError):
                waiting.shutdown(socket.SHUT_RD)

    def close(self) -> None:
        self._let_in()
        super().close()
        for waiting, asked_before in list(self.idle.items()):
            # Whoever has just come is about to ask; a connection that is kept for later is not missed.
            gevent.spawn_later(0 if asked_before else leaving.JUST_COME_SECONDS, _hang_up, waiting)
        websocket.say_goodbye(min(leaving.LONGEST_SPREAD, websocket.count() * leaving.SPREAD_EACH))

    def _let_in(self) -> None:
        """Who stands at the door already: closing it would throw them out without a word."""
        with suppress(OSError):
            while not self.full() and (found := self.do_read()):
                self.do_handle(*found)


def _hang_up(waiting: Any) -> None:
    with suppress(OSError):
        waiting.shutdown(socket.SHUT_RD)


class FairWorker(leaving.LeavingWorker):
    server_class = FairServer
    wsgi_handler = FairHandler
