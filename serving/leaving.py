"""How a process leaves: it says so, goes on answering for a while, then takes nobody in and finishes what it has begun."""

from __future__ import annotations

import math
import socket
import time
from typing import Any

import gevent
from gevent.event import Event
from gevent.pool import Pool
from gunicorn.http.wsgi import base_environ
from gunicorn.workers.ggevent import VERSION, GeventPyWSGIWorker

from app.core import draining
from serving import websocket

# How long what is under way may take once the door is closed; after that it is cut off.
FINISH_SECONDS = 15.0
# A connection that has just been taken in gets so long to say what it wants.
JUST_COME_SECONDS = 0.5
# Sockets that are left when the door closes go one after the other: a millisecond each, all of them within so long.
SPREAD_EACH, LONGEST_SPREAD = 0.001, 2.0
# The part of the drain in which sockets are sent away; the rest is for those who answer slowly.
SENT_AWAY_WITHIN = 0.8

_seconds = [0]


def configure(seconds: int) -> None:
    """How long a process goes on answering after it was told to end."""
    _seconds[0] = seconds


def grace() -> int:
    """What whoever ends us has to allow for, from the signal to the last process gone."""
    return math.ceil(_seconds[0] + FINISH_SECONDS + 2)


def keep_closed(server: Any) -> None:
    """Where others take over, nobody is let in before there is somebody to answer: gunicorn listens from the start, and who
    came would wait seconds for the application to be read, where a closed door is a reason to ask the next process at once."""
    if _seconds[0] and not server.systemd:
        for one in server.LISTENERS:
            one.sock.shutdown(socket.SHUT_RD)  # it stays bound; a worker that is ready listens again


class LeavingWorker(GeventPyWSGIWorker):  # type: ignore[misc]
    """gunicorn's worker, with a drain before the door closes, and nobody who waits for the next full second."""

    _told: Event | None = None

    def handle_exit(self, sig: int, frame: Any) -> None:
        """SIGTERM. /readyz says no from here on, new sockets are sent elsewhere, open ones leave little by little."""
        if self._told is None:  # still starting
            super().handle_exit(sig, frame)
        elif not draining.is_on():
            draining.begin()
            gevent.spawn(self._drain, self._told)

    def _drain(self, told: Event) -> None:
        if _seconds[0]:
            websocket.say_goodbye(_seconds[0] * SENT_AWAY_WITHIN)
            gevent.sleep(_seconds[0])
        told.set()

    def run(self) -> None:
        self._told = Event()
        servers = [self._open(one) for one in self.sockets]
        while self.alive and not self._told.wait(1):
            self.notify()
        for server in servers:
            _close(server)
        self._finish(servers)

    def _open(self, listener: Any) -> Any:
        listener.listen(self.cfg.backlog)
        listener.setblocking(1)
        environ = {**base_environ(self.cfg), "wsgi.multithread": True, "SERVER_SOFTWARE": VERSION}
        server = self.server_class(
            listener,
            application=self.wsgi,
            spawn=Pool(self.worker_connections),
            log=self.log,
            handler_class=self.wsgi_handler,
            environ=environ,
        )
        server.start()
        return server

    def _finish(self, servers: list[Any]) -> None:
        until = time.monotonic() + FINISH_SECONDS
        while any(len(server.pool) for server in servers) and time.monotonic() < until:
            self.notify()
            gevent.sleep(0.05)
        for server in servers:
            server.pool.kill(timeout=0.5)


def _close(server: Any) -> None:
    """Whoever has come as far as the door is let in before it closes: the system would hang up on them."""
    server.stop_accepting()
    while come := server.do_read():
        server.do_handle(*come)
    server.close()
