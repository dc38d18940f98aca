"""The desk's socket: opened with the staff session, which every event reads again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.http import parse_cookie

from app.config import Settings
from app.core import db
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts.queries import staff_of_token
from app.domain.chat import presence, writing
from app.domain.places import queries as places
from app.live import pace, publish, rooms
from app.live.space import Space

# The scripts of the desk say these every six, five and three seconds; what comes sooner is not worth a look.
BEAT_SECONDS, STILL_SECONDS, TYPING_SECONDS = 3.0, 1.0, 1.0


@dataclass(frozen=True)
class Who:
    """The staff member behind a socket, as the session said just now."""

    id: int
    public_id: str


class StaffSpace(Space):
    """Namespace /staff. Audience: a live staff session."""

    def __init__(self, namespace: str, app: Flask) -> None:
        super().__init__(namespace)
        self._settings: Settings = app.config["SETTINGS"]

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> bool:
        token = parse_cookie(environ.get("HTTP_COOKIE", "")).get(self._settings.cookie_name("vejviser_staff"), "")
        who = self._who(token)
        if who is None:
            return False
        self.save_session(sid, {"token": token})
        self.enter_room(sid, rooms.DESK)
        self.enter_room(sid, rooms.member(who.public_id))
        publish.arrived(sid, self.namespace)
        return True

    def on_beat(self, sid: str, _data: object = None) -> bool:
        """The heartbeat that keeps a lease alive; a session that has ended is shown the door."""
        kept = self.get_session(sid)
        if pace.too_soon(kept, "beat", BEAT_SECONDS):
            return True
        who = self._holder(sid, kept)
        if who is None:
            return False
        try:
            with unit_of_work():
                presence.beat(who.id)
        except DomainError:
            return False
        finally:
            db.let_go()
        return True

    def on_still(self, sid: str, _data: object = None) -> bool:
        """A heartbeat between two beats: its acknowledgement proves the line, and that the session still holds."""
        kept = self.get_session(sid)
        return pace.too_soon(kept, "still", STILL_SECONDS) or self._holder(sid, kept) is not None

    def on_typing(self, sid: str, data: object = None) -> None:
        """I write to my visitor; they may see by whom, never what."""
        conversation = data.get("conversation") if isinstance(data, dict) else None
        kept = self.get_session(sid)
        if not isinstance(conversation, str) or pace.too_soon(kept, "typing", TYPING_SECONDS):
            return
        who = self._holder(sid, kept)
        try:
            name = writing.name_for(who.id, conversation[:32]) if who else None
        finally:
            db.let_go()
        if name is not None:
            publish.typing(conversation, rooms.conversation(conversation), "/visitor", name)

    def _holder(self, sid: str, kept: dict[str, Any]) -> Who | None:
        """Who holds this socket, as their session says just now; without one it is closed."""
        who = self._who(kept.get("token", ""))
        if who is None:
            self.disconnect(sid)
        return who

    @staticmethod
    def _who(token: str) -> Who | None:
        try:
            staff = staff_of_token(token) if token else None
            if staff is not None and not staff.totp and places.second_step_required():
                return None  # who must set up a second step first does that before anything else, here as on every page
            return Who(staff.id, staff.public_id) if staff else None
        finally:
            db.let_go()
