"""Who is in which room, the other way round: python-socketio walks through every room whenever one socket ends."""

from __future__ import annotations

from typing import Any

import socketio


class Indexed:
    """Mixed into a manager: leaving takes as long for one of ten thousand as for one of ten."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._of: dict[tuple[str, str], dict[str | None, None]] = {}

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)  # type: ignore[misc]
        self._of.setdefault((namespace, sid), {})[room] = None

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)  # type: ignore[misc]
        rooms = self._of.get((namespace, sid), {})
        rooms.pop(room, None)
        if not rooms:
            self._of.pop((namespace, sid), None)

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        return [room for room in self._of.get((namespace, sid), {}) if room is not None]

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        for room in list(self._of.get((namespace, sid), {})):
            self.basic_leave_room(sid, namespace, room)
        manager: Any = self
        manager.callbacks.pop(sid, None)
        for waiting in (manager.pending_connect, manager.pending_disconnect):
            if sid in waiting.get(namespace, ()):
                waiting[namespace].remove(sid)
                if not waiting[namespace]:
                    del waiting[namespace]


class Alone(Indexed, socketio.Manager):  # type: ignore[misc]
    """The manager of a process that has no others to talk to."""
