"""How a process leaves under the real server: it says so, answers on, lets nobody fall, and is gone in time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
import websocket as raw

from app import config
from tests.services import free_port
from tests.serving.conftest import ROOT, Server

UPGRADE = "/socket.io/?EIO=4&transport=websocket"
PATIENCE = 60
# What systemd does before it starts a service that has a socket unit.
HANDED_OVER = """import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.executable, [sys.executable, "-m", "serving", "tests.serving.toy:application"])"""


@pytest.fixture
def draining(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server that goes on answering for some seconds after it was told to end."""
    monkeypatch.setenv("DRAIN_SECONDS", "4")
    running = Server(tmp_path)
    yield running
    running.stop()


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_works(draining: Server) -> None:
    """Told to end, it answers on, says that it will not keep connections, and then is gone without a complaint."""
    assert requests.get(draining.url, timeout=30).headers.get("Connection") != "close"
    draining.process.terminate()
    until(lambda: requests.get(draining.url, timeout=30).headers.get("Connection") == "close")
    assert requests.get(f"{draining.url}/draining", timeout=30).text == "True"
    assert draining.process.wait(PATIENCE) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", draining.port)) != 0
    assert "Traceback" not in draining.stop()


def test_sockets_leave_one_after_the_other(draining: Server) -> None:
    """While pages are answered, each socket is told to come again, at a moment of its own."""
    many = [raw.create_connection(draining.url.replace("http", "ws", 1) + UPGRADE, timeout=30) for _ in range(12)]
    for one in many:
        one.recv()
    ends: list[float] = []

    def wait(one: raw.WebSocket) -> None:
        opcode = raw.ABNF.OPCODE_TEXT
        while opcode == raw.ABNF.OPCODE_TEXT:  # it is asked now and then whether it is there
            opcode, data = one.recv_data()
        assert (opcode, int.from_bytes(data[:2], "big")) == (raw.ABNF.OPCODE_CLOSE, 1001)
        ends.append(time.monotonic())

    waiting = [threading.Thread(target=wait, args=(one,)) for one in many]
    for one in waiting:
        one.start()
    draining.process.terminate()
    for one in waiting:
        one.join(PATIENCE)
    assert len(ends) == 12
    assert len({round(one, 1) for one in ends}) > 2
    assert requests.get(draining.url, timeout=30).ok


def test_what_is_under_way_is_finished(server: Server) -> None:
    """The door closes at once where nobody takes over, but whoever asked before gets an answer."""
    answers: list[int] = []
    slow = threading.Thread(target=lambda: answers.append(requests.get(f"{server.url}/slow", timeout=30).status_code))
    slow.start()
    until(lambda: requests.get(f"{server.url}/asked", timeout=30).text != "0")
    server.process.terminate()
    slow.join(PATIENCE)
    assert answers == [200]
    assert server.process.wait(PATIENCE) == 0


def test_nobody_at_the_door_is_thrown_out(server: Server) -> None:
    """People keep coming while it closes: each is answered, or finds the door closed before a word was said."""
    answered, thrown, stop = [0], [0], threading.Event()

    def come() -> None:
        while not stop.is_set():
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", server.port)):
                    stop.set()
                    return
                try:
                    one.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                    said = one.recv(1000)
                except OSError:
                    said = b""
                thrown[0] += not said.startswith(b"HTTP/1.1 200")
                answered[0] += 1

    people = [threading.Thread(target=come) for _ in range(4)]
    for one in people:
        one.start()
    until(lambda: answered[0] > 100)
    server.process.terminate()
    for one in people:
        one.join(PATIENCE)
    assert thrown == [0], f"{thrown[0]} of {answered[0]} got no answer"


def test_a_door_that_systemd_holds_stays_open(tmp_path: Path) -> None:
    """With a socket unit the next process takes over the same door: who comes in between waits, and is answered."""
    port = free_port()
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        door.listen(512)
        for _ in range(2):
            environ = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port), "LISTEN_FDS": "1"}
            process = subprocess.Popen(
                [sys.executable, "-c", HANDED_OVER, str(door.fileno())],
                cwd=ROOT, env=environ, pass_fds=[door.fileno()], stdout=subprocess.DEVNULL,
            )  # fmt: skip
            # Asked before it is up: the question waits at the door.
            assert requests.get(f"http://127.0.0.1:{port}/", timeout=PATIENCE).text == "hello"
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0


def test_time_to_leave_is_taken_where_others_take_over(tmp_path: Path) -> None:
    """By default a single process does not keep its visitors waiting for nothing."""
    many = {"DATABASE_URL": "postgresql://vejviser@db/vejviser", "PROXIES": "1"}
    for given, seconds in (({}, 0), ({"PROXIES": "1"}, 0), (many, 3), ({**many, "DRAIN_SECONDS": "20"}, 20)):
        assert config.load({"DATA_DIR": str(tmp_path), **given}).drain_seconds == seconds
    with pytest.raises(config.ConfigError, match="DRAIN_SECONDS"):
        config.load({"DATA_DIR": str(tmp_path), "DRAIN_SECONDS": "61"})
