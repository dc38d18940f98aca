"""WebSockets under Socket.IO: simple-websocket with limits, whole frames, and no compression."""

from __future__ import annotations

import random
import re
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from weakref import WeakSet

import gevent
import simple_websocket
from engineio.async_drivers.gevent import Thread
from engineio.packet import PING, Packet
from engineio.socket import Socket as EngineSocket
from gevent.event import Event
from gevent.lock import RLock
from gevent.selectors import DefaultSelector
from wsproto.events import BytesMessage, CloseConnection, TextMessage
from wsproto.extensions import Extension
from wsproto.frame_protocol import CloseReason, Opcode, RsvBits
from wsproto.utilities import LocalProtocolError, ProtocolError

from app.core import tally
from app.core.tally import Odd

MAX_MESSAGE_BYTES = 64 * 1024
# engine.io pings every 20 s and gives up after 10: a client silent for a minute has gone without a word.
SILENT_SECONDS = 60
PING_SPREAD = (0.8, 1.2)
# A peer that does not take what is sent to it, and one that does not answer a goodbye.
SEND_SECONDS, LINGER_SECONDS = 10, 1
# A frame costs one and one more for each KiB; a page of ours sends one every few seconds. Full again in six seconds.
FRAMES, FRAMES_A_SECOND = 240.0, 40.0
# All that a client of ours says to engine.io: goodbye, "I am here", and Socket.IO's packets.
SPOKEN = re.compile(r"1|3|4[0-2].*", re.ASCII | re.DOTALL)
NOTHING = "4"
# Of the request's headers the handshake reads these; the others would be taken apart once more.
HANDSHAKE = ("HTTP_HOST", "HTTP_UPGRADE", "HTTP_CONNECTION", "HTTP_SEC_WEBSOCKET_KEY", "HTTP_SEC_WEBSOCKET_VERSION")


class WholeFrames:
    """A socket whose `send` sends everything: the library calls `send`, which may stop half-way through a frame."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._lock = RLock()
        sock.settimeout(SILENT_SECONDS)

    def send(self, data: bytes) -> None:
        with self._lock, gevent.Timeout(SEND_SECONDS, OSError("nobody reads")):
            self._sock.sendall(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class Sized(Extension):
    """Refuses a frame by the length it announces, before any of it is kept."""

    name = "sized"

    def offer(self) -> bool:
        return False

    def frame_inbound_header(self, proto: Any, opcode: Opcode, rsv: RsvBits, payload_length: int) -> Any:
        if payload_length > MAX_MESSAGE_BYTES:
            tally.note(Odd.OVERSIZE)
            return CloseReason.MESSAGE_TOO_BIG
        return RsvBits(False, False, False)


class Pace:
    """A bucket of frames that fills again; a script that talks without pause empties it."""

    def __init__(self) -> None:
        self._left, self._at = FRAMES, time.monotonic()

    def allows(self, cost: float) -> bool:
        now = time.monotonic()
        self._left = min(FRAMES, self._left + (now - self._at) * FRAMES_A_SECOND) - cost
        self._at = now
        return self._left >= 0


class Watched:
    """The protocol's state machine, with an end put to what is no text, too fast, or in endless pieces."""

    def __init__(self, ws: Any) -> None:
        self._ws = ws
        self._pace = Pace()

    def events(self) -> Iterator[Any]:
        for event in self._ws.events():
            if isinstance(event, BytesMessage):
                yield CloseConnection(CloseReason.UNSUPPORTED_DATA)
                return
            if not self._pace.allows(1 + len(event.data) / 1024 if isinstance(event, TextMessage) else 1):
                tally.note(Odd.FLOOD)
                yield CloseConnection(CloseReason.POLICY_VIOLATION)
                return
            yield event

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ws, name)


class LimitedSocket(simple_websocket.Server):  # type: ignore[misc]
    """One connection. Wakes its reader however it ends: in the library the reader of a closed connection sleeps on."""

    sock: Any
    ws: Any
    connected: bool

    def handshake(self) -> None:
        self.sock = WholeFrames(self.sock)
        super().handshake()
        self.ws.connection._proto._frame_decoder.extensions = [Sized()]
        self.ws = Watched(self.ws)

    def close(self, reason: int | None = None, message: str | None = None) -> None:
        super().close(reason, message)
        self.event.set()
        gevent.spawn_later(LINGER_SECONDS, self._hang_up)

    def _thread(self) -> None:
        """The library's loop, which lets nobody else in while there is more to read."""
        with suppress(OSError, LocalProtocolError):
            while self.connected and (data := self.sock.recv(self.receive_bytes)):
                self.ws.receive_data(data)
                self.connected = self._handle_events()
                gevent.sleep(0)
        self.connected = False
        self.event.set()
        self._part()

    def _part(self) -> None:
        """Reads what was still under way, so that our goodbye is not lost behind a reset; then ends."""
        with suppress(OSError), gevent.Timeout(LINGER_SECONDS, False):
            self.sock.shutdown(socket.SHUT_WR)
            for _ in range(64):
                if not self.sock.recv(16 * 1024):
                    break
        self._hang_up()
        self.sock.close()

    def _hang_up(self) -> None:
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


_open: WeakSet[LimitedSocket] = WeakSet()


class WebSocketWSGI:
    """What engine.io asks of a driver: made per connection, called as a WSGI application."""

    def __init__(self, handler: Callable[[Any], Iterable[bytes]], server: Any) -> None:
        self._handler = handler
        self._socket: LimitedSocket

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # Without the extensions header compression is not agreed on: it triples the memory of an idle connection.
        asked = {name: environ.get(name, "") for name in HANDSHAKE} | {"gunicorn.socket": environ["gunicorn.sock"]}
        try:
            self._socket = LimitedSocket(
                asked,
                max_message_size=MAX_MESSAGE_BYTES,
                thread_class=Thread,
                event_class=Event,
                selector_class=DefaultSelector,
            )
        except (ProtocolError, simple_websocket.ConnectionError, OSError):
            tally.note(Odd.BAD_HANDSHAKE)
            return []
        _open.add(self._socket)
        return self._handler(self)

    def close(self) -> None:
        if self._socket.connected:
            with suppress(OSError):
                self._socket.close()

    def send(self, message: str | bytes) -> None:
        try:
            self._socket.send(message)
        except simple_websocket.ConnectionClosed as error:
            raise OSError("closed") from error

    def wait(self) -> str | None:
        """The next thing said. What engine.io cannot read it would trace into the log: it becomes an empty message."""
        try:
            received: str = self._socket.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return received if SPOKEN.fullmatch(received) else NOTHING


def install(sio: Any) -> None:
    """Makes a python-socketio server use these sockets."""
    sio.eio._async = {**sio.eio._async, "websocket": WebSocketWSGI}
    sio.eio.start_background_task = partial(_start, sio.eio, sio.eio.start_background_task)


def _start(eio: Any, start: Callable[..., Any], target: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What engine.io wants done beside. Its pings sleep before they are sent: here as a timer, because a greenlet that has
    begun keeps a stack of 16 KiB, which is a quarter of an idle connection. Those who came at once, as after a restart, are
    not asked all at once."""
    connection = getattr(target, "__self__", None)
    if not isinstance(connection, EngineSocket) or target.__name__ != EngineSocket._send_ping.__name__:
        return start(target, *args, **kwargs)
    return gevent.spawn_later(eio.ping_interval * random.uniform(*PING_SPREAD), _ping, connection)


def _ping(connection: EngineSocket) -> None:
    if not connection.closing and not connection.closed:
        connection.last_ping = time.time()
        connection.send(Packet(PING))


def count() -> int:
    """Open sockets in this process."""
    return sum(1 for one in _open if one.connected)


def say_goodbye(within: float = 0) -> None:
    """Closes every open socket in the way that makes a browser try again; each at a moment of its own within so many
    seconds, so that a thousand do not come back in the same one."""
    for one in list(_open):
        if one.connected:
            gevent.spawn_later(random.uniform(0, within), _send_away, one)


def _send_away(one: LimitedSocket) -> None:
    if one.connected:
        with suppress(OSError):
            one.close(CloseReason.GOING_AWAY, "restarting")
