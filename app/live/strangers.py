"""Sockets that never say who they are are closed, and nonsense is counted instead of traced into the log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from socketio import packet

log = logging.getLogger(__name__)
SECONDS = 2.0
# A browser of ours sends nothing else; pieces of binary would be kept in memory until the rest came.
HEARD = (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK)
POLICY = [
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
]


def guard(sio: Any) -> None:
    """Puts itself between engine.io and Socket.IO, which would keep a silent socket open for ever."""

    def connect(eio_sid: str, environ: dict[str, Any]) -> Any:
        answer = sio._handle_eio_connect(eio_sid, environ)
        sio.start_background_task(_close_stranger, sio, eio_sid)
        return answer

    def message(eio_sid: str, data: Any) -> None:
        if _makes_sense(data):
            sio._handle_eio_message(eio_sid, data)
        else:
            log.warning("a socket talked nonsense and was closed")
            sio.eio.disconnect(eio_sid)

    sio.eio.on("connect", connect)
    sio.eio.on("message", message)


def with_policy(wsgi: Callable[..., Any]) -> Callable[..., Any]:
    """The socket's own refusals are answers too: nothing in them may be read as a page."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if not environ["PATH_INFO"].startswith("/socket.io/"):
            return wsgi(environ, start)
        return wsgi(environ, lambda status, headers, *rest: start(status, [*headers, *POLICY], *rest))

    return answer


def _makes_sense(data: Any) -> bool:
    try:
        return isinstance(data, str) and packet.Packet(encoded_packet=data).packet_type in HEARD
    except Exception:
        return False


def _close_stranger(sio: Any, eio_sid: str) -> None:
    sio.sleep(SECONDS)
    if not any(sio.manager.sid_from_eio_sid(eio_sid, namespace) for namespace in sio.namespace_handlers):
        sio.eio.disconnect(eio_sid)
