"""Sockets that never say who they are are closed, and nonsense is counted instead of traced into the log."""

from __future__ import annotations

import logging
from typing import Any

from socketio import packet

log = logging.getLogger(__name__)
SECONDS = 2.0
# A browser of ours sends nothing else; pieces of binary would be kept in memory until the rest came.
HEARD = (packet.CONNECT, packet.DISCONNECT, packet.EVENT, packet.ACK)


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


def _makes_sense(data: Any) -> bool:
    try:
        return isinstance(data, str) and packet.Packet(encoded_packet=data).packet_type in HEARD
    except Exception:
        return False


def _close_stranger(sio: Any, eio_sid: str) -> None:
    sio.sleep(SECONDS)
    if not any(sio.manager.sid_from_eio_sid(eio_sid, namespace) for namespace in sio.namespace_handlers):
        sio.eio.disconnect(eio_sid)
