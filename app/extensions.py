"""Things from other people, unbound: create_app() binds them. Imports nothing of ours."""

from __future__ import annotations

import socketio
from flask_htmx import HTMX
from flask_login import LoginManager

MAX_FRAME_BYTES = 64 * 1024

login_manager = LoginManager()
htmx = HTMX()

# async_handlers=False: the default reorders one client's packets. No origin is allowed until create_app() names ours:
# the library's default trusts X-Forwarded-Host, and an empty list turns the check off.
sio = socketio.Server(
    async_mode="gevent",
    async_handlers=False,
    transports=["websocket"],
    allow_upgrades=False,
    cors_allowed_origins="http://nobody.invalid",
    max_http_buffer_size=MAX_FRAME_BYTES,
    http_compression=False,
    ping_interval=20,
    ping_timeout=10,
    logger=False,
    engineio_logger=False,
)
