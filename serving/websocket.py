"""WebSockets under Socket.IO: simple-websocket with limits, whole frames, and no compression."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from weakref import WeakSet

import gevent
import simple_websocket
from engineio.async_drivers.gevent import Thread
from gevent.event import Event
from gevent.lock import RLock
from gevent.selectors import DefaultSelector
from wsproto.frame_protocol import CloseReason

MAX_MESSAGE_BYTES = 64 * 1024
# engine.io pings every 20 s and gives up after 10: a client silent for a minute has gone without a word.
SILENT_SECONDS = 60


class WholeFrames:
    """A socket whose `send` sends everything: the library calls `send`, which may stop half-way through a frame."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._lock = RLock()
        sock.settimeout(SILENT_SECONDS)

    def send(self, data: bytes) -> None:
        with self._lock:
            self._sock.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class LimitedSocket(simple_websocket.Server):  # type: ignore[misc]
    """One connection. Wakes its reader however it ends: in the library the reader of a closed connection sleeps on."""

    sock: Any

    def handshake(self) -> None:
        self.sock = WholeFrames(self.sock)
        super().handshake()

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        super().close(reason, message)
        self.event.set()

    def _thread(self) -> None:
        super()._thread()
        self.event.set()


_open: WeakSet[LimitedSocket] = WeakSet()


class WebSocketWSGI:
    """What engine.io asks of a driver: made per connection, called as a WSGI application."""

    def __init__(self, handler: Callable[[Any], Iterable[bytes]], server: Any) -> None:
        self._handler = handler
        self._socket: LimitedSocket

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # Compression triples the memory of an idle connection, and what we send is a few bytes.
        environ = {key: value for key, value in environ.items() if key != "HTTP_SEC_WEBSOCKET_EXTENSIONS"}
        self._socket = LimitedSocket(
            environ,
            max_message_size=MAX_MESSAGE_BYTES,
            thread_class=Thread,
            event_class=Event,
            selector_class=DefaultSelector,
        )
        _open.add(self._socket)
        return self._handler(self)

    def close(self) -> None:
        if self._socket.connected:
            self._socket.close()

    def send(self, message: str | bytes) -> None:
        try:
            self._socket.send(message)
        except simple_websocket.ConnectionClosed as error:
            raise OSError("closed") from error

    def wait(self) -> str | bytes | None:
        try:
            received: str | bytes | None = self._socket.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return received


def install(sio: Any) -> None:
    """Makes a python-socketio server use these sockets."""
    sio.eio._async = {**sio.eio._async, "websocket": WebSocketWSGI}


def count() -> int:
    """Open sockets in this process."""
    return sum(1 for one in _open if one.connected)


def say_goodbye() -> None:
    """Closes every open socket in the way that makes a browser try again."""
    for one in list(_open):
        if one.connected:
            gevent.spawn(one.close, CloseReason.GOING_AWAY, "restarting")
