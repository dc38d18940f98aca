"""Thousands who connect and say nothing: pages stay quick meanwhile, and everybody silent is soon gone."""

from __future__ import annotations

import resource
import selectors
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle

import pytest

from tests.chaos.conftest import Figure, rounds
from tests.chaos.raw import Raw, frame, opening
from tests.chaos.standing import Standing
from tests.people import Browser, new_network
from tests.server import Server

pytestmark = pytest.mark.timeout(rounds(300, 1800))
MANY = 2_000
PATIENCE_SECONDS = 60
# Says nothing at all; half an opening; an opening and no more; an opening, and a name that is refused.
KINDS = ("say nothing", "stop half-way", "never name a space", "are refused and stay")
FIRST = (b"", b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: web", opening(), opening())
THEN = (b"", b"", b"", frame("40/visitor,"))


@dataclass
class Silent:
    """Somebody who connects and waits."""

    wire: socket.socket
    then: bytes
    since: float = field(default_factory=time.monotonic)
    ended: float = 0.0

    def hear(self) -> bool:
        """Whether the server has closed."""
        try:
            more = self.wire.recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            more = b""
        if more and self.then:
            self.wire.send(self.then)
            self.then = b""
        return not more


class Crowd:
    """Opens its sockets from a hundred networks and waits until all of them were closed."""

    def __init__(self, port: int) -> None:
        self.port, self.all = port, list[Silent]()
        self._waiting = selectors.DefaultSelector()

    def come(self, many: int) -> None:
        networks = cycle([new_network() for _ in range(100)])
        for number in range(many):
            wire = socket.create_connection(("127.0.0.1", self.port), 20, (next(networks), 0))
            one = Silent(wire, THEN[number % 4])
            wire.sendall(FIRST[number % 4])
            wire.setblocking(False)
            self.all.append(one)
            self._waiting.register(wire, selectors.EVENT_READ, one)
            if number % 50 == 0:
                self.listen(0)

    def listen(self, seconds: float) -> None:
        for key, _ in self._waiting.select(seconds):
            if key.data.hear():
                key.data.ended = time.monotonic()
                self._waiting.unregister(key.fileobj)
                key.data.wire.close()

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while left := sum(not one.ended for one in self.all):
            assert time.monotonic() < until, f"{left} silent sockets are still open"
            self.listen(0.2)


class Reader(threading.Thread):
    """Somebody who reads pages all the while."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.browser, self.seconds, self.stop = Browser(server.url), list[float](), threading.Event()

    def run(self) -> None:
        while not self.stop.wait(0.02):
            began = time.monotonic()
            self.browser.get("/sv/").raise_for_status()
            self.seconds.append(time.monotonic() - began)

    def p95(self) -> float:
        self.stop.set()
        self.join()
        return sorted(self.seconds)[len(self.seconds) * 95 // 100] * 1000


@pytest.fixture(autouse=True)
def files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def test_it_works(server: Server, figure: Figure) -> None:
    house, reader, crowd = Standing(server), Reader(server), Crowd(server.port)
    reader.start()
    crowd.come(MANY)
    crowd.wait()
    figure("silent: pages meanwhile p95", reader.p95(), "ms (target 300)")
    figure("silent: sockets", len(crowd.all), "")
    for kind, name in enumerate(KINDS):
        slowest = max(one.ended - one.since for one in crowd.all[kind::4])
        figure(f"silent: the last closed of those who {name}", slowest, "s (target 10)")
    house.still_stands()
    house.wait_for_files()


def test_a_flood_does_not_keep_others_waiting(server: Server, figure: Figure) -> None:
    house, visitor = Standing(server), server.visitor()
    visitor.ask("Hej")
    flood = frame('42/visitor,["typing"]') * 10_000
    seconds, stop = list[float](), threading.Event()

    def shout() -> None:
        while not stop.is_set():
            one = Raw(server.port, visitor.cookie, new_network())
            one.say(flood)
            one.until(b"never said")
            one.close()

    other = server.visitor()
    other.ask("Hej")
    quiet = Raw(server.port, other.cookie)
    shouting = threading.Thread(target=shout, daemon=True)
    shouting.start()
    for number in range(rounds(60, 600)):
        began = time.monotonic()
        assert quiet.ping(number)
        seconds.append(time.monotonic() - began)
        time.sleep(0.05)
    stop.set()
    shouting.join()
    quiet.close()
    figure("flood: another's heartbeat p95", sorted(seconds)[len(seconds) * 95 // 100] * 1000, "ms")
    figure("flood: another's heartbeat, the slowest", max(seconds) * 1000, "ms")
    house.still_stands()


def test_coming_and_going_leaves_nothing(server: Server, figure: Figure) -> None:
    house, visitor = Standing(server), server.visitor()
    visitor.ask("Hej")
    many = rounds(1_000, 5_000)
    for number in range(many):
        if number == many // 4:
            house.remember()
        Raw(server.port, visitor.cookie, new_network()).close()
    house.wait_for_files()
    figure("coming and going: times", many, "")
    figure("coming and going: memory grew by", house.grown(), "MB")
    house.still_stands()


def test_the_oldest_of_too_many_devices_goes(server: Server) -> None:
    visitor = server.visitor()
    visitor.ask("Hej")
    # Each process counts its own, and nginx gives each the same number of them.
    devices = [Raw(server.port, visitor.cookie) for _ in range(8 * len(server.workers()) + 1)]
    assert devices[0].until(b"41/visitor,")
    assert all(one.ping(1) for one in devices[1:])
    for one in devices:
        with suppress(OSError):
            one.close()
