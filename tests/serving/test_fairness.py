"""One busy connection never keeps the others waiting."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import requests
import socketio

from tests.serving.conftest import Server

REQUEST = b"GET /work HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def hammer(server: Server) -> Iterator[None]:
    """A keep-alive connection whose next request is always already there."""
    stop = threading.Event()
    sock = socket.create_connection(("127.0.0.1", server.port))

    def send() -> None:
        with suppress(OSError):
            while not stop.is_set():
                sock.sendall(REQUEST * 50)

    def drain() -> None:
        with suppress(OSError):
            while sock.recv(65536):
                pass

    threads = [threading.Thread(target=work, daemon=True) for work in (send, drain)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    yield
    stop.set()
    sock.shutdown(socket.SHUT_RDWR)


def test_it_works(server: Server, hammer: None) -> None:
    client = socketio.Client(reconnection=False)
    client.connect(server.url, transports=["websocket"], wait_timeout=30)
    # An unfair worker never looks up from a connection that always has more to ask: the call would not come back.
    for number in range(40):
        assert client.call("echo", str(number), timeout=30) == str(number)
    client.disconnect()


def test_other_pages_answer_too(server: Server, hammer: None) -> None:
    assert requests.get(server.url, timeout=30).text == "hello"


def test_idle_connections_make_room_for_somebody_who_asks(few: Server) -> None:
    idle = [socket.create_connection(("127.0.0.1", few.port)) for _ in range(few.places + 20)]
    assert requests.get(few.url, timeout=30).text == "hello"
    for one in idle:
        one.close()


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Server]:
    """A server that may open few files, and so has few places."""
    running = Server(tmp_path, files=400)
    yield running
    running.stop()
