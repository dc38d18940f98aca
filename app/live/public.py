"""The visitor's socket: opened with the conversation's cookie; says that it is there and that somebody writes."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.http import parse_cookie

from app.config import Settings
from app.core import db
from app.domain.chat import queries, writing
from app.domain.chat.permissions import Visitor
from app.live import pace, publish, rooms
from app.live.space import Space

# The script says it every three seconds; whoever says it more often is not heard.
TYPING_SECONDS = 2.0


class VisitorSpace(Space):
    """Namespace /visitor. Audience: the holder of a conversation's cookie."""

    def __init__(self, namespace: str, app: Flask) -> None:
        super().__init__(namespace)
        self._settings: Settings = app.config["SETTINGS"]

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> bool:
        token = parse_cookie(environ.get("HTTP_COOKIE", "")).get(self._settings.cookie_name("vejviser_chat"), "")
        try:
            visitor = self._visitor(token)
        finally:
            db.let_go()
        if visitor is None:
            return False
        self.save_session(sid, {"token": token, "room": visitor.public_id})
        self.enter_room(sid, rooms.conversation(visitor.public_id))
        publish.arrived(sid, self.namespace)
        return True

    def on_still(self, _sid: str, _data: object = None) -> bool:
        """A heartbeat: its acknowledgement proves the line both ways. It asks for nothing and is told nothing."""
        return True

    def on_typing(self, sid: str, _data: object = None) -> None:
        """Somebody writes; whoever holds the conversation may see it. Never what is written."""
        kept = self.get_session(sid)
        if pace.too_soon(kept, "typing", TYPING_SECONDS):
            return
        try:
            visitor = self._visitor(kept.get("token", ""))
            reader = writing.reader_of(visitor) if visitor else None
        finally:
            db.let_go()
        if visitor is None or visitor.public_id != kept["room"]:
            self.disconnect(sid)
        elif reader:
            publish.typing(visitor.public_id, rooms.member(reader), "/staff")

    @staticmethod
    def _visitor(token: str) -> Visitor | None:
        return queries.visitor_by_token(token) if token else None
