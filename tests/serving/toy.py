"""A small application under the real server: a page, a slow page, what it knows of itself, and an echo over a socket."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

import gevent
import socketio

from app.core import draining
from serving import websocket

asked: list[int] = []
sio = socketio.Server(
    async_mode="gevent",
    async_handlers=False,
    transports=["websocket"],
    cors_allowed_origins="*",
    max_http_buffer_size=64 * 1024,
    ping_interval=3,
)
websocket.install(sio)


@sio.event
def echo(sid: str, text: str) -> str:
    return text


@sio.event
def big(sid: str, size: int) -> str:
    """An answer larger than any socket's buffer: it must arrive whole."""
    return "x" * size


def pages(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/work":
        until = time.perf_counter() + 0.001
        while time.perf_counter() < until:
            pass
    if environ["PATH_INFO"] == "/slow":
        asked.append(1)
        gevent.sleep(2)
    told = {"/count": websocket.count, "/draining": draining.is_on, "/asked": lambda: len(asked)}
    gevent.sleep(0)
    body = str(told.get(environ["PATH_INFO"], lambda: "hello")()).encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


application = socketio.WSGIApp(sio, pages)
