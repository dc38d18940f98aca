"""Redis between processes: python-socketio's manager, with "goodbye" obeyed in every process and a short way back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import socketio

from app.extensions import sio
from app.live.index import Indexed

log = logging.getLogger(__name__)
GOODBYE = "goodbye"
# Half a second is all that a poke may cost when Redis does not answer.
PATIENCE_SECONDS = 0.5
AGAIN_SECONDS = 1.0
# After so long without a word Redis is asked whether it is there; so many questions in a row may stay without an answer.
STILL_SECONDS, UNANSWERED = 0.5, 2


class Bus(Indexed, socketio.RedisManager):  # type: ignore[misc]
    """A process knows only its own sockets, so whoever hears "goodbye" for a room also ends what it holds there.

    `told` hears True when pokes may not come and False when they do again: Redis is gone, or another process cannot hear us
    (`live/deaf.py`). A paused Redis, or one behind a network that drops everything, keeps its connections and says nothing:
    so silence is asked about. While it is gone nothing is tried but the way back: what should go out would only hold up the
    pokes of this process's own sockets.
    """

    def __init__(self, url: str, told: Callable[[bool], None]) -> None:
        super().__init__(url, redis_options=_options())
        self._told, self._gone, self._others, self._not_before = told, False, False, 0.0

    @property
    def gone(self) -> bool:
        """Whether Redis is out of this process's reach: it hears nobody, and nobody hears it."""
        return self._gone

    @property
    def quiet(self) -> bool:
        """Whether pokes may be missing here, for want of Redis on this side or on another."""
        return self._gone or self._others

    def others_are_deaf(self, yes: bool) -> None:
        """Some process cannot say anything to this one, or all can again."""
        was, self._others = self.quiet, yes
        if self.quiet != was:
            self._told(self.quiet)

    def _handle_emit(self, message: dict[str, Any]) -> None:
        super()._handle_emit(message)
        if message["event"] == GOODBYE:
            end_all(message["namespace"], message["room"])

    def _redis_connect(self) -> None:
        super()._redis_connect()
        # The library's own leaves out the line that says that the subscription holds.
        self.pubsub = self.redis.pubsub()

    def _publish(self, data: dict[str, Any]) -> None:
        """Once, not twice as the library does it, and not at all while Redis is gone: everybody pulls then."""
        if self._gone or time.monotonic() < self._not_before:
            return
        try:
            if not self.connected:
                self._redis_connect()
            self.redis.publish(self.channel, self.json.dumps(data))
        except Exception as error:
            self._not_before = time.monotonic() + AGAIN_SECONDS
            self._say(gone=True, why=error)
            self._listen_from_now_on()

    def _listen_from_now_on(self) -> None:
        """The library listens from a process's first socket on. One without any would never hear that Redis is back."""
        if not self.server.manager_initialized:
            self.server.manager_initialized = True
            self.initialize()

    def _redis_listen_with_retries(self) -> Iterator[dict[str, Any]]:
        """The library waits twice as long after each failure, up to a minute; nobody should wait that long for words."""
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                yield from self._heard()
            except Exception as error:
                self._say(gone=True, why=error)
            self.server.sleep(AGAIN_SECONDS)

    def _heard(self) -> Iterator[dict[str, Any]]:
        """What arrives, until Redis says nothing although it was asked."""
        unanswered = 0
        while True:
            message = self.pubsub.get_message(timeout=STILL_SECONDS)
            if message is not None:
                unanswered = 0
                self._say(gone=False)
                yield message
                continue
            unanswered += 1
            if unanswered > UNANSWERED:
                raise TimeoutError
            self.pubsub.ping()

    def _say(self, gone: bool, why: Exception | None = None) -> None:
        if gone == self._gone:
            return
        was, self._gone = self.quiet, gone
        if gone:
            log.warning("Redis does not answer (%s); everybody pulls meanwhile", type(why).__name__)
        else:
            self._not_before = 0.0
            log.warning("Redis answers again")
        if self.quiet != was:
            self._told(self.quiet)


def _options() -> dict[str, Any]:
    """Its own way is to try ten times, with longer and longer waits. A connection that was closed is worth a second try."""
    from redis.backoff import NoBackoff
    from redis.exceptions import ConnectionError as Closed
    from redis.retry import Retry

    once_more: Any = Retry(NoBackoff(), 1, supported_errors=(Closed,))
    return {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS, "retry": once_more}


def is_gone() -> bool:
    """Whether this process knows that it cannot hear the others."""
    return isinstance(sio.manager, Bus) and sio.manager.gone


def is_quiet() -> bool:
    """Whether pokes of other processes may not come here."""
    return isinstance(sio.manager, Bus) and sio.manager.quiet


def end_all(namespace: str, room: str) -> None:
    """Ends every socket that this process holds in a room."""
    for sid, _ in list(sio.manager.get_participants(namespace, room)):
        sio.disconnect(sid, namespace=namespace, ignore_queue=True)
