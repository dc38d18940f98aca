"""A line between people and the house, which can be cut in the ways that real ones are, one network at a time."""

from __future__ import annotations

import random
import socket
import struct
from collections import defaultdict
from contextlib import suppress
from enum import StrEnum

import gevent
from gevent.event import Event
from gevent.server import StreamServer

BUFFER = 65536
AT_ONCE = struct.pack("ii", 1, 0)
LOST = 0.3


class Way(StrEnum):
    """How a line fails. Half-open: bytes vanish, and connections of that time stay dead without a word.
    Reset: everything is thrown out. Lossy: a third of what is sent never arrives, and its connection dies.
    Stalled: nothing moves, then all of it does."""

    OPEN = "open"
    HALF_OPEN = "half-open"
    RESET = "reset"
    LOSSY = "lossy"
    STALLED = "stalled"


class Network:
    """What happens just now to everybody who comes from one address."""

    def __init__(self) -> None:
        self.way = Way.OPEN
        self.moving = Event()
        self.moving.set()
        self.pairs: set[Pair] = set()

    def fail(self, way: Way) -> None:
        self.way = way
        if way == Way.STALLED:
            self.moving.clear()
        for pair in list(self.pairs):
            if way == Way.RESET:
                pair.reset()
            pair.dead = pair.dead or way == Way.HALF_OPEN

    def mend(self) -> None:
        self.way = Way.OPEN
        self.moving.set()


class Pair:
    """One connection and its continuation to the house. A dead one swallows everything and stays open."""

    def __init__(self, network: Network, client: socket.socket, dice: random.Random) -> None:
        self.network, self.client, self.dice = network, client, dice
        self.dead = network.way == Way.HALF_OPEN
        self.server: socket.socket | None = None

    def carry(self, port: int, address: str) -> None:
        """Until both ends are done."""
        self.network.moving.wait()
        if self.dead:
            self._swallow()
            return
        self.server = socket.create_connection(("127.0.0.1", port), 10, (address, 0))
        self.server.settimeout(None)
        back = gevent.spawn(self._pump, self.server, self.client)
        self._pump(self.client, self.server)
        back.join()

    def _swallow(self) -> None:
        with suppress(OSError):
            while self.client.recv(BUFFER):
                pass

    def _pump(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(BUFFER):
                self.network.moving.wait()
                if self.network.way == Way.LOSSY and self.dice.random() < LOST:
                    self.dead = True
                if not self.dead:
                    sink.sendall(data)
        except OSError:
            pass
        if self.dead and source is self.server:
            return  # the house gave up; the other end never hears of it
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """Without a goodbye: what TCP calls a reset."""
        for one in (self.client, self.server):
            if one is not None:
                with suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RD)
                one.close()

    def close(self) -> None:
        for one in (self.client, self.server):
            if one is not None:
                one.close()


class Line:
    """Listens on `port` and passes on to the house at `to`, from the address that the caller has."""

    def __init__(self, port: int, to: int, dice: random.Random) -> None:
        self._to, self._dice = to, dice
        self.networks: dict[str, Network] = defaultdict(Network)
        self._server = StreamServer(("127.0.0.1", port), self._serve, backlog=1024)
        self._server.start()

    def _serve(self, client: socket.socket, address: tuple[str, int]) -> None:
        network = self.networks[address[0]]
        pair = Pair(network, client, self._dice)
        network.pairs.add(pair)
        try:
            if network.way == Way.RESET:
                pair.reset()
            else:
                pair.carry(self._to, address[0])
        except OSError:
            pass
        finally:
            network.pairs.discard(pair)
            pair.close()

    def close(self) -> None:
        self._server.stop(1)
        for network in self.networks.values():
            for pair in list(network.pairs):
                pair.close()
