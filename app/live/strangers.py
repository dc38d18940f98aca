"""Sockets that never say who they are are closed, nonsense is counted, and nobody takes more than their part."""

from __future__ import annotations

import logging
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from typing import Any

from app.core import tally
from app.core.tally import Odd
from app.live import rooms
from app.live.sense import CONNECT, Said, sense

log = logging.getLogger(__name__)
SECONDS = 2.0
SWEEP_SECONDS, EVERYBODY_SECONDS = 0.5, 5.0
# One odd packet is a bad line, ten are an intention.
STRIKES = 10
# How many sockets one conversation's devices, and one colleague's desks, may have in a process; the oldest goes.
MOST = {rooms.conversation(""): 8, rooms.member(""): 16}


@dataclass
class Guest:
    """An open socket: since when, where from, and how it has behaved."""

    since: float
    network: str
    strikes: int = 0
    young: bool = True


class Guard:
    """Stands between engine.io and Socket.IO, which would keep a silent socket open for ever."""

    def __init__(self, sio: Any) -> None:
        self._sio = sio
        self._guests: dict[str, Guest] = {}
        self.young: Counter[str] = Counter()
        self._sweeping = False
        sio.eio.on("connect", self.connect)
        sio.eio.on("message", self.message)
        sio.eio.on("disconnect", self.disconnect)

    def connect(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        if not self._sweeping:
            self._sweeping = True
            self._sio.start_background_task(self._sweep)
        network = environ.get("vejviser.network", "")
        self._guests[eio_sid] = Guest(time.monotonic(), network)
        self.young[network] += 1
        # What a namespace asks for, and no more: the rest would stay in memory as long as the socket is open.
        kept = {name: environ.get(name, "") for name in ("HTTP_COOKIE", "REMOTE_ADDR", "vejviser.network")}
        return self._sio._handle_eio_connect(eio_sid, kept)

    def message(self, eio_sid: str, data: object) -> None:
        guest, said = self._guests.get(eio_sid), sense(data)
        if guest is None:
            return
        if said is None:
            self._strike(eio_sid, guest)
        else:
            self._pass_on(eio_sid, guest, said, data)

    def disconnect(self, eio_sid: str, reason: str) -> None:
        guest = self._guests.pop(eio_sid, None)
        if guest:
            self._grown(guest)
        self._sio._handle_eio_disconnect(eio_sid, reason)

    def _pass_on(self, eio_sid: str, guest: Guest, said: Said, data: object) -> None:
        try:
            self._sio._handle_eio_message(eio_sid, data)
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("the event %s of %s failed: %s\n%s", said.event, said.space, type(error).__name__, where)
        if said.kind != CONNECT:
            return
        if self._sio.manager.sid_from_eio_sid(eio_sid, said.space):
            self._grown(guest)
            self._make_room(eio_sid, said.space)
        else:
            guest.strikes += 1

    def _strike(self, eio_sid: str, guest: Guest) -> None:
        tally.note(Odd.MALFORMED)
        guest.strikes += 1
        if guest.strikes >= STRIKES:
            self._close(eio_sid)

    def _make_room(self, eio_sid: str, space: str) -> None:
        manager = self._sio.manager
        for room in manager.get_rooms(manager.sid_from_eio_sid(eio_sid, space), space):
            most = next((most for start, most in MOST.items() if room.startswith(start)), None)
            inside = list(manager.get_participants(space, room)) if most else []
            for sid, _ in inside[: max(0, len(inside) - (most or 0))]:
                tally.note(Odd.TOO_MANY_DEVICES)
                self._sio.disconnect(sid, namespace=space, ignore_queue=True)

    def _inside(self, eio_sid: str) -> bool:
        return any(self._sio.manager.sid_from_eio_sid(eio_sid, space) for space in self._sio.namespace_handlers)

    def _grown(self, guest: Guest) -> None:
        if guest.young:
            guest.young = False
            self.young[guest.network] -= 1
            if not self.young[guest.network]:
                del self.young[guest.network]

    def _sweep(self) -> None:
        """One greenlet for all: the young often, and now and then everybody, for a namespace can also be left."""
        everybody_at = 0.0
        while True:
            self._sio.sleep(SWEEP_SECONDS)
            now = time.monotonic()
            for eio_sid, guest in list(self._guests.items()):
                if (guest.young or now >= everybody_at) and now - guest.since >= SECONDS and not self._inside(eio_sid):
                    tally.note(Odd.STRANGER)
                    self._close(eio_sid)
            if now >= everybody_at:
                everybody_at = now + EVERYBODY_SECONDS

    def _close(self, eio_sid: str) -> None:
        """Without waiting: a peer that does not read must not keep the others."""
        socket = self._sio.eio.sockets.get(eio_sid)
        if socket is not None:
            socket.close(wait=False)
