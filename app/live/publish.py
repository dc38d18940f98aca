"""The only place that emits. A poke names a conversation and a number; both sides then read what they may."""

from __future__ import annotations

import logging
import queue
from typing import Any

from app.core import measure
from app.core.events import Event, StorageBack, StorageFailed
from app.domain.accounts.events import StaffDisabled, StaffSessionsEnded
from app.domain.chat.events import (
    ConversationMoved,
    ConversationSeen,
    DevicesForgotten,
    PresenceMoved,
    QueueMoved,
    SaidInRoom,
)
from app.extensions import sio
from app.live import bus, rooms

log = logging.getLogger(__name__)
WAITING_ROOM = 10_000
HINT_SECONDS = 1.0
# A browser's socket forgets what it was told before it knew that it was open.
OPEN_SECONDS = 0.2


class PlacesMoved(Event):
    """Somebody's place in the queue, or how long they wait, may be another one."""


class Publisher:
    """Takes committed facts and emits them after the request is answered, from one bounded queue.

    When the queue is full a poke is dropped: everybody also pulls on a timer, so nothing is lost, only later.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[Event] = queue.Queue(WAITING_ROOM)
        self._started = self._hinting = False

    def __call__(self, event: Event) -> None:
        if not self._started:
            self._started = True
            sio.start_background_task(self._work)
        try:
            self._waiting.put_nowait(event)
        except queue.Full:
            measure.count("pokes_dropped")
            log.warning("a poke was dropped: %s", type(event).__name__)

    def _work(self) -> None:
        while True:
            event = self._waiting.get()
            try:
                self._tell(event)
            except Exception:
                log.warning("a poke failed: %s", type(event).__name__)

    def _tell(self, event: Event) -> None:
        match event:
            case ConversationMoved(conversation, seq, staff, also, beside):
                poke: dict[str, Any] = {"conversation": conversation, "seq": seq, **({"also": True} if also else {})}
                _to_both("poke", poke, conversation, staff, beside)
            case ConversationSeen(conversation, by, seq, staff, beside):
                seen = {"conversation": conversation, "by": str(by), "seq": seq}
                _to_both("seen", seen, conversation, staff, beside)
            case DevicesForgotten(conversation):
                _goodbye(rooms.conversation(conversation), "/visitor")
            case QueueMoved(arrived):
                _to_desks("queue", {"arrived": arrived})
                self._hint()
            case PresenceMoved(staff):
                _to_desks("presence", {"staff": staff})
                self._hint()
            case PlacesMoved():
                sio.emit("queue", {}, namespace="/visitor")
            case SaidInRoom():
                _to_desks("shift", {})
            case StaffDisabled(staff_public_id) | StaffSessionsEnded(staff_public_id):
                _goodbye(rooms.member(staff_public_id), "/staff")
            case StorageFailed() | StorageBack():
                _to_desks("storage", {"on": isinstance(event, StorageFailed)})
            case _:
                pass

    def _hint(self) -> None:
        """Visitors hear of it too, once a second at most: whoever waits then looks where they are."""
        if not self._hinting:
            self._hinting = True
            sio.start_background_task(self._hint_soon)

    def _hint_soon(self) -> None:
        sio.sleep(HINT_SECONDS)
        self._hinting = False
        self(PlacesMoved())


def _to_both(name: str, words: dict[str, Any], conversation: str, staff: str, beside: tuple[str, ...] = ()) -> None:
    """To the visitor's devices, whoever holds it and who is beside them; to every desk while nobody holds it."""
    sio.emit(name, words, room=rooms.conversation(conversation), namespace="/visitor")
    for room in map(rooms.member, (staff, *beside)) if staff else (rooms.DESK,):
        sio.emit(name, words, room=room, namespace="/staff")


def _to_desks(name: str, words: dict[str, Any]) -> None:
    sio.emit(name, words, room=rooms.DESK, namespace="/staff")


def _goodbye(room: str, namespace: str) -> None:
    """Ends every socket of a room, in every process."""
    sio.emit(bus.GOODBYE, {}, room=room, namespace=namespace)
    bus.end_all(namespace, room)


def typing(conversation: str, room: str, namespace: str, name: str = "") -> None:
    """Tells one room that the other side is writing; the caller has just made sure that it may."""
    sio.emit("typing", {"conversation": conversation, "name": name}, room=room, namespace=namespace)


def degraded(on: bool) -> None:
    """Tells this process's own sockets that pokes may not come (or come again): they pull quickly meanwhile."""
    for namespace in ("/visitor", "/staff"):
        sio.emit("degraded", {"on": on}, namespace=namespace, ignore_queue=True)


def arrived(sid: str, namespace: str) -> None:
    """A socket that opens while the others cannot be heard is told so, as soon as it is open."""
    if bus.is_quiet():
        sio.start_background_task(_warn, sid, namespace)


def _warn(sid: str, namespace: str) -> None:
    sio.sleep(OPEN_SECONDS)
    sio.emit("degraded", {"on": bus.is_quiet()}, to=sid, namespace=namespace, ignore_queue=True)
