"""The face that speaks Socket.IO: it says that something happened, never what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import socketio
from flask import Flask

from app.config import Settings
from app.core import events
from app.extensions import sio
from app.live import audiences, bus, publish
from app.live.doors import Doors
from app.live.index import Alone, Indexed
from app.live.public import VisitorSpace
from app.live.staff import StaffSpace
from app.live.strangers import Guard


def wrap(app: Flask, wsgi: Callable[..., Any], settings: Settings) -> Callable[..., Any]:
    """Puts Socket.IO in front of `wsgi`, names the origins it trusts, and listens for committed facts."""
    sio.eio.cors_allowed_origins = settings.origins
    if settings.redis_url and not sio.manager_initialized:
        sio.manager = bus.Bus(settings.redis_url, publish.degraded)
        sio.manager.set_server(sio)
    elif not isinstance(sio.manager, Indexed):
        sio.manager = Alone()
        sio.manager.set_server(sio)
    sio.register_namespace(VisitorSpace("/visitor", app))
    sio.register_namespace(StaffSpace("/staff", app))
    audiences.check(sio)
    events.listen(publish.Publisher())
    return Doors(socketio.WSGIApp(sio), wsgi, settings, Guard(sio))
