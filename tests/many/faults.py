"""What happens to Redis: killed, paused, out of reach, emptied, full; and how long until it is as before."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import redis

from app import config
from tests.chaos.line import Way
from tests.services import RedisServer, free_port, wait_for_port


class Road:
    """The way to the service at `to`; `port` is where it begins."""

    def __init__(self, to: int) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "tests.many.road", str(self.port), str(to)]
        self._process = subprocess.Popen(command, cwd=config.ROOT, stdin=subprocess.PIPE)
        wait_for_port(self.port, self._process)

    def fail(self, way: Way) -> None:
        """OPEN mends it."""
        assert self._process.stdin
        self._process.stdin.write(f"{way}\n".encode())
        self._process.stdin.flush()

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


class Faults:
    """One Redis behind one road. Each fault lasts so many seconds and is over when it returns."""

    def __init__(self, server: RedisServer, road: Road) -> None:
        self.server, self.road = server, road

    def of(self, kind: str) -> Callable[[float], None]:
        found: Callable[[float], None] = getattr(self, kind)
        return found

    def killed(self, seconds: float) -> None:
        self.server.stop()
        time.sleep(seconds)
        self.server.start()

    def paused(self, seconds: float) -> None:
        """The dangerous one: it keeps connections, takes new ones, and answers nobody."""
        self.server.signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.server.signal(signal.SIGCONT)

    def out_of_reach(self, seconds: float) -> None:
        """Everything on the way vanishes; connections of that time stay dead without a word."""
        self.road.fail(Way.HALF_OPEN)
        time.sleep(seconds)
        self.road.fail(Way.OPEN)

    def emptied(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self._say("FLUSHALL")
            self._say("SCRIPT", "FLUSH")
            time.sleep(0.2)

    def full(self, seconds: float) -> None:
        """It refuses whatever would need room."""
        self._say("CONFIG", "SET", "maxmemory-policy", "noeviction")
        self._say("CONFIG", "SET", "maxmemory", "1")
        time.sleep(seconds)
        self._say("CONFIG", "SET", "maxmemory", "0")

    def _say(self, *words: str) -> Any:
        with redis.Redis.from_url(self.server.url) as client:
            return client.execute_command(*words)
