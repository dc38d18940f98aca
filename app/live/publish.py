"""The only place that emits. A poke names a conversation and a number; both sides then read what they may."""

from __future__ import annotations

import logging
import queue
from typing import Any

from app.core.events import Event
from app.domain.accounts.events import StaffDisabled, StaffSessionsEnded
from app.domain.chat.events import ConversationMoved, PresenceMoved, QueueMoved
from app.extensions import sio
from app.live import bus, rooms

log = logging.getLogger(__name__)
WAITING_ROOM = 10_000


class Publisher:
    """Takes committed facts and emits them after the request is answered, from one bounded queue.

    When the queue is full a poke is dropped: everybody also pulls on a timer, so nothing is lost, only later.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[Event] = queue.Queue(WAITING_ROOM)
        self._started = False

    def __call__(self, event: Event) -> None:
        if not self._started:
            self._started = True
            sio.start_background_task(self._work)
        try:
            self._waiting.put_nowait(event)
        except queue.Full:
            log.warning("a poke was dropped: %s", type(event).__name__)

    def _work(self) -> None:
        while True:
            event = self._waiting.get()
            try:
                self._tell(event)
            except Exception:
                log.warning("a poke failed: %s", type(event).__name__)

    @staticmethod
    def _tell(event: Event) -> None:
        match event:
            case ConversationMoved(conversation, seq):
                poke: dict[str, Any] = {"conversation": conversation, "seq": seq}
                sio.emit("poke", poke, room=rooms.conversation(conversation), namespace="/visitor")
                sio.emit("poke", poke, room=rooms.DESK, namespace="/staff")
            case QueueMoved(arrived):
                sio.emit("queue", {"arrived": arrived}, room=rooms.DESK, namespace="/staff")
            case PresenceMoved(staff):
                sio.emit("presence", {"staff": staff}, room=rooms.DESK, namespace="/staff")
            case StaffDisabled(staff_public_id) | StaffSessionsEnded(staff_public_id):
                room = rooms.member(staff_public_id)
                sio.emit(bus.GOODBYE, {}, room=room, namespace="/staff")
                bus.end_all("/staff", room)
            case _:
                pass


def degraded(on: bool) -> None:
    """Tells this process's own sockets that pokes may not come (or come again): they pull quickly meanwhile."""
    for namespace in ("/visitor", "/staff"):
        sio.emit("degraded", {"on": on}, namespace=namespace, ignore_queue=True)
