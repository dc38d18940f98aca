"""Redis between processes: python-socketio's manager, with "goodbye" obeyed in every process and a short way back."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import socketio

from app.extensions import sio
from app.live.index import Indexed

log = logging.getLogger(__name__)
GOODBYE = "goodbye"
# Half a second is all that a poke may cost when Redis does not answer.
OPTIONS = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
AGAIN_SECONDS = 1.0


class Bus(Indexed, socketio.RedisManager):  # type: ignore[misc]
    """A process knows only its own sockets, so whoever hears "goodbye" for a room also ends what it holds there.

    `told` hears True when Redis is gone and False when it is back.
    """

    def __init__(self, url: str, told: Callable[[bool], None]) -> None:
        super().__init__(url, redis_options=OPTIONS)
        self._told, self._gone = told, False

    def _handle_emit(self, message: dict[str, Any]) -> None:
        super()._handle_emit(message)
        if message["event"] == GOODBYE:
            end_all(message["namespace"], message["room"])

    def _redis_listen_with_retries(self) -> Iterator[dict[str, Any]]:
        """The library waits twice as long after each failure, up to a minute; nobody should wait that long for words."""
        while True:
            try:
                self._redis_connect()
                self.pubsub.subscribe(self.channel)
                self._say(gone=False)
                yield from self.pubsub.listen()
            except Exception as error:
                log.warning("Redis does not answer (%s); everybody pulls meanwhile", type(error).__name__)
                self._say(gone=True)
            self.server.sleep(AGAIN_SECONDS)

    def _say(self, gone: bool) -> None:
        if gone != self._gone:
            self._gone = gone
            self._told(gone)


def end_all(namespace: str, room: str) -> None:
    """Ends every socket that this process holds in a room."""
    for sid, _ in list(sio.manager.get_participants(namespace, room)):
        sio.disconnect(sid, namespace=namespace, ignore_queue=True)
