"""WebSockets under the real server: they open, carry, refuse what is too big, and end when told."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests
import socketio
import websocket as raw

from tests.serving.conftest import Server

UPGRADE = "/socket.io/?EIO=4&transport=websocket"


@pytest.fixture
def client(server: Server) -> Iterator[socketio.Client]:
    one = socketio.Client(reconnection=False)
    one.connect(server.url, transports=["websocket"], wait_timeout=30)
    yield one
    one.disconnect()


def _open(server: Server, **options: object) -> raw.WebSocket:
    return raw.create_connection(server.url.replace("http", "ws", 1) + UPGRADE, timeout=10, **options)


def test_it_works(client: socketio.Client) -> None:
    assert client.call("echo", "hej ☕ سلام", timeout=30) == "hej ☕ سلام"


def test_nothing_is_complained_of(server: Server) -> None:
    one = socketio.Client(reconnection=False)
    one.connect(server.url, transports=["websocket"], wait_timeout=30)
    one.call("echo", "x", timeout=30)
    one.disconnect()
    assert requests.get(server.url, timeout=30).text == "hello"
    said = server.stop()
    assert "Traceback" not in said
    assert "Error" not in said


def test_a_large_answer_arrives_whole(client: socketio.Client) -> None:
    assert len(client.call("big", 4_000_000, timeout=20)) == 4_000_000


def test_compression_is_declined(server: Server) -> None:
    extension = "Sec-WebSocket-Extensions: permessage-deflate"
    one = _open(server, header=[extension])
    assert "sec-websocket-extensions" not in {name.lower() for name in one.getheaders()}
    one.close()


def test_a_frame_above_the_limit_ends_the_connection(server: Server) -> None:
    one = _open(server)
    assert one.recv().startswith("0{")
    one.send("4" + "x" * (64 * 1024 + 1))
    opcode, data = one.recv_data()
    assert opcode == raw.ABNF.OPCODE_CLOSE
    assert int.from_bytes(data[:2], "big") == 1009
    _wait_for_count(server, "0")


def test_whoever_is_silent_is_asked_again_and_again(server: Server) -> None:
    one = _open(server)
    assert one.recv().startswith("0{")
    for _ in range(3):
        assert one.recv() == "2"
        one.send("3")
    one.close()


def test_polling_is_refused(server: Server) -> None:
    assert requests.get(f"{server.url}/socket.io/?EIO=4&transport=polling", timeout=30).status_code == 400


def test_a_restart_says_goodbye(server: Server) -> None:
    one = _open(server)
    one.recv()
    started = time.monotonic()
    server.process.terminate()
    opcode, data = one.recv_data()
    assert opcode == raw.ABNF.OPCODE_CLOSE
    assert int.from_bytes(data[:2], "big") == 1001
    server.process.wait(10)
    assert time.monotonic() - started < 5


def test_a_vanished_visitor_leaves_no_socket(server: Server) -> None:
    one = _open(server)
    one.recv()
    _wait_for_count(server, "1")
    one.sock.close()
    _wait_for_count(server, "0")


def _wait_for_count(server: Server, expected: str) -> None:
    until = time.monotonic() + 10
    while requests.get(f"{server.url}/count", timeout=30).text != expected:
        assert time.monotonic() < until
        time.sleep(0.05)
