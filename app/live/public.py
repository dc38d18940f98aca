"""The visitor's socket: opened with the conversation's cookie, says nothing, only listens for pokes."""

from __future__ import annotations

from typing import Any

import socketio
from flask import Flask
from werkzeug.http import parse_cookie

from app.config import Settings
from app.core import db
from app.domain.chat import queries
from app.live import rooms


class VisitorSpace(socketio.Namespace):  # type: ignore[misc]
    """Namespace /visitor. Audience: the holder of a conversation's cookie."""

    def __init__(self, namespace: str, app: Flask) -> None:
        super().__init__(namespace)
        self._settings: Settings = app.config["SETTINGS"]

    def on_connect(self, sid: str, environ: dict[str, Any], _auth: object = None) -> bool:
        token = parse_cookie(environ.get("HTTP_COOKIE", "")).get(self._settings.cookie_name("vejviser_chat"))
        try:
            visitor = queries.visitor_by_token(token) if token else None
        finally:
            db.session.remove()
        if visitor is None:
            return False
        self.enter_room(sid, rooms.conversation(visitor.public_id))
        return True
