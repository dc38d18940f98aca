"""Packets, frames and requests that make no sense: each is followed by a heartbeat that must be answered."""

from __future__ import annotations

import random
import re
import socket
import time
from contextlib import suppress
from itertools import count

import pytest
import requests

from tests.chaos import nonsense
from tests.chaos.conftest import Figure, rounds
from tests.chaos.raw import Raw, frame
from tests.chaos.standing import Standing
from tests.people import new_network
from tests.server import Server

# Ten are an intention, and end the socket.
BEFORE_IT_ENDS = 9


class Line:
    """A visitor's socket that is opened again whenever the server has had enough."""

    def __init__(self, server: Server) -> None:
        visitor = server.visitor()
        visitor.ask("Hej")
        self._port, self._cookie, self._numbers = server.port, visitor.cookie, count(1)
        self._network, self.opened = new_network(), 0
        self._raw = self._fresh()

    def _fresh(self) -> Raw:
        self.opened += 1
        return Raw(self._port, self._cookie, self._network)

    def bear(self, packets: list[str]) -> int:
        """Says them, each with a heartbeat after it, and gives how many of these were answered."""
        numbers = [next(self._numbers) for _ in packets]
        beats = [frame(f'42/visitor,{number}["still"]') for number in numbers]
        self._raw.say(b"".join(frame(packet) + beat for packet, beat in zip(packets, beats, strict=True)))
        self._raw.say(frame("8") * 10)  # so that there is always an end to wait for
        self._raw.until(b"never said")
        heard = {int(found) for found in re.findall(rb"43/visitor,(\d+)\[true\]", self._raw.heard)}
        self._raw.close()
        # Nothing answers after what was by chance a true goodbye: then the next opening and its heartbeat must.
        self._raw = self._fresh()
        assert self.stands()
        return len(heard & set(numbers))

    def stands(self) -> bool:
        return self._raw.ping(next(self._numbers))


@pytest.mark.timeout(rounds(300, 3600))
def test_it_works(server: Server, dice: random.Random, figure: Figure) -> None:
    house, line = Standing(server), Line(server)
    many, said, answered = rounds(10_000, 100_000), 0, 0
    began = time.monotonic()
    while said < many:
        packets = [nonsense.packet(dice) for _ in range(min(BEFORE_IT_ENDS, many - said))]
        said += len(packets)
        answered += line.bear(packets)
        if said == many // 4 // BEFORE_IT_ENDS * BEFORE_IT_ENDS:
            house.remember()
    house.wait_for_files()
    figure("malformed: packets", said, "")
    figure("malformed: answered by the very next heartbeat", answered / said * 100, "%")
    figure("malformed: packets a second", said / (time.monotonic() - began), "")
    figure("malformed: memory grew by", house.grown(), "MB")
    house.still_stands()


def test_frames_that_are_none(server: Server) -> None:
    house, line = Standing(server), Line(server)
    for odd in nonsense.FRAMES:
        one = Raw(server.port, network=new_network())
        one.say(odd)
        one.until(b"never said")
        one.close()
        assert line.stands()
    house.wait_for_files()
    house.still_stands()


@pytest.mark.parametrize("part", range(3))
def test_requests_that_are_none(server: Server, part: int) -> None:
    house = Standing(server)
    for odd in nonsense.REQUESTS[part::3]:
        with socket.create_connection(("127.0.0.1", server.port), 20, (new_network(), 0)) as wire:
            with suppress(OSError):
                wire.sendall(odd)
                wire.shutdown(socket.SHUT_WR)
            with suppress(ConnectionError):
                while wire.recv(65536):
                    pass
        assert requests.get(f"{server.url}/health", timeout=30).ok, odd[:80]
    house.still_stands()
