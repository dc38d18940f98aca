"""A fair worker: every keep-alive connection lets the others in after each answer, and none may dawdle for ever."""

from __future__ import annotations

import socket
from contextlib import suppress
from time import perf_counter
from typing import Any

import gevent
from gunicorn.workers.ggevent import GeventPyWSGIWorker, PyWSGIHandler, PyWSGIServer

from serving import websocket

IDLE_SECONDS = 75
HEADERS_SECONDS = 10
# sleep(0) is not enough: the loop runs fifty such wake-ups before it looks at its sockets again (an echo waited
# 50 ms behind pages of 1 ms). An idle watcher of the highest priority comes back right after the next look, but costs
# 40 µs, so it is taken only when the last look was long ago.
AFTER_ONE_POLL = 2
LOOK_EVERY_SECONDS = 0.002


class FairHandler(PyWSGIHandler):  # type: ignore[misc]
    """pywsgi never yields to other greenlets while the next request is already in the buffer; this does."""

    def handle_one_request(self) -> Any:
        self.socket.settimeout(IDLE_SECONDS)
        result = super().handle_one_request()
        if result is not True or self._was_socket() or self.server.closed:
            return None if result is True else result
        self._let_others_in()
        return True

    def _let_others_in(self) -> None:
        if perf_counter() - self.server.looked_at < LOOK_EVERY_SECONDS:
            gevent.sleep(0)
        else:
            gevent.idle(AFTER_ONE_POLL)
            self.server.looked_at = perf_counter()

    def _was_socket(self) -> bool:
        """After a WebSocket there is no next request: the server closes first, as the protocol asks."""
        return str(self.environ.get("HTTP_UPGRADE", "")).lower() == "websocket"

    def read_requestline(self) -> Any:
        """Waiting for the next request: the one moment when a restart may close the connection."""
        self.server.idle.add(self.socket)
        try:
            return super().read_requestline()
        finally:
            self.server.idle.discard(self.socket)

    def read_request(self, raw_requestline: str) -> Any:
        """Headers that trickle in are cut off, so that slow clients cannot hold connections."""
        with gevent.Timeout(HEADERS_SECONDS, ValueError("the headers took too long")):
            return super().read_request(raw_requestline)

    def log_request(self) -> None:
        """Nothing: who asked for what is not written down."""

    def log_error(self, msg: str, *args: Any) -> None:
        """That it happened and no more: pywsgi would write the client's address and the line they sent."""
        self.server.error_log.write("a request that could not be understood was refused\n")


class FairServer(PyWSGIServer):  # type: ignore[misc]
    """Lets idle connections and open sockets go at once when it closes, so that a restart takes no time."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.idle: set[Any] = set()
        self.looked_at = 0.0
        super().__init__(*args, **options)

    def close(self) -> None:
        super().close()
        for waiting in list(self.idle):
            with suppress(OSError):
                waiting.shutdown(socket.SHUT_RD)
        websocket.say_goodbye()


class FairWorker(GeventPyWSGIWorker):  # type: ignore[misc]
    server_class = FairServer
    wsgi_handler = FairHandler
