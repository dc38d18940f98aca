"""The socket's front door: what is no opening of ours, or one too many, is refused before the handshake costs anything."""

from __future__ import annotations

import re
import resource
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from app.config import Settings
from app.core import draining, networks, tally
from app.core.shares import Here, Rate
from app.core.tally import Odd
from app.live.strangers import Guard

PATH = "/socket.io/"
POLICY = [
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
]
KEY = re.compile(r"[A-Za-z0-9+/]{22}==", re.ASCII)
# A whole region may stand behind one address, and all of it comes back at once after a restart.
IN_PROCESS, FROM_NETWORK, YOUNG_FROM_NETWORK = 10_000, 5_000, 1_000
OPENINGS = Rate(5_000, 60)
AGAIN_SECONDS = 5

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def room_in_process() -> int:
    """Every socket is an open file; a part of them is kept for pages, which are the way on for whoever is refused."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return IN_PROCESS if files == resource.RLIM_INFINITY else min(IN_PROCESS, files * 3 // 4)


class Doors:
    """Counts who is inside; everything that is not /socket.io/ goes straight on to the pages."""

    def __init__(self, sockets: Wsgi, pages: Wsgi, settings: Settings, guard: Guard) -> None:
        self._sockets, self._pages, self._guard = sockets, pages, guard
        self._origins, self._proxies = frozenset(settings.origins), settings.proxies
        self._times = settings.limits_times
        self._openings = Here()
        self._room = room_in_process()
        self.inside: Counter[str] = Counter()
        self.open = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if not environ["PATH_INFO"].startswith(PATH):
            return self._pages(environ, start)
        if not self._is_ours(environ):
            return _refuse(start, "400 Bad Request", Odd.BAD_HANDSHAKE)
        if draining.is_on():  # nothing odd: whatever stands in front asks the next process
            return _refuse(start, "503 Service Unavailable", None)
        network = networks.key(networks.address_of(environ, self._proxies))
        if not self._has_room(network):
            return _refuse(start, "503 Service Unavailable", Odd.NO_ROOM)
        environ["vejviser.network"] = network
        self.open += 1
        self.inside[network] += 1
        try:
            return self._sockets(environ, start)
        finally:
            self.open -= 1
            self.inside[network] -= 1
            if not self.inside[network]:
                del self.inside[network]

    def _is_ours(self, environ: dict[str, Any]) -> bool:
        """A WebSocket of the protocol's one version, from our own pages (a program that is no browser names no origin)."""
        asked = parse_qs(environ.get("QUERY_STRING", "")[:200])
        return (
            environ["REQUEST_METHOD"] == "GET"
            and environ.get("HTTP_UPGRADE", "").lower() == "websocket"
            and "upgrade" in environ.get("HTTP_CONNECTION", "").lower()
            and environ.get("HTTP_SEC_WEBSOCKET_VERSION") == "13"
            and KEY.fullmatch(environ.get("HTTP_SEC_WEBSOCKET_KEY", "")) is not None
            and asked.get("EIO") == ["4"]
            and asked.get("transport") == ["websocket"]
            and not asked.keys() & {"sid", "j"}
            and environ.get("HTTP_ORIGIN", "") in self._origins | {""}
        )

    def _has_room(self, network: str) -> bool:
        return (
            self.open < self._room
            and self.inside[network] < FROM_NETWORK * self._times
            and self._guard.young[network] < YOUNG_FROM_NETWORK * self._times
            and not self._openings.take([(network, OPENINGS.times(self._times))])
        )


def _refuse(start: Any, status: str, why: Odd | None) -> Iterable[bytes]:
    """No words: a browser's script never sees them, and its page goes on by asking."""
    if why:
        tally.note(why)
    start(status, [*POLICY, ("Content-Length", "0"), ("Retry-After", str(AGAIN_SECONDS))])
    return [b""]
