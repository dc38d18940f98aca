"""Making a new search index keeps a processor busy for seconds; chats, pages and sockets go on meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import requests

from app.core import counter
from app.core.unit import unit_of_work
from tests.people import Browser
from tests.server import Server

# How often somebody else was answered while one search waited for the new index: 0 or 1 when it stopped everybody.
AT_LEAST = 5


def test_it_works(open_server: Callable[..., Server]) -> None:
    server = open_server()
    asked = {"lang": "sv", "q": "bankid"}
    Browser(server.url).get("/api/search", params=asked)
    with server.domain(), unit_of_work():
        counter.bump(counter.CONTENT)
    # The kept index is of this very content, and would be read: without it there is something to do.
    (server.data / "search-index.bin").unlink()
    searches: list[tuple[float, float]] = []

    def search() -> None:
        """Until somebody has made the new one: which content there is, is asked once a second."""
        while not (server.data / "search-index.bin").exists():
            began = time.monotonic()
            assert Browser(server.url).get("/api/search", params=asked).json()["matters"]
            searches.append((began, time.monotonic()))

    searching = Thread(target=search)
    searching.start()
    other, answered = requests.Session(), []
    while searching.is_alive():
        other.get(f"{server.url}/health", timeout=60).raise_for_status()
        answered.append(time.monotonic())
    began, ended = max(searches, key=lambda one: one[1] - one[0])
    assert sum(began < one < ended for one in answered) >= AT_LEAST
