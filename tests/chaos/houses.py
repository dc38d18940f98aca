"""A whole application that can be killed at any moment and is back in a fraction of a second, on the same folder and port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from app import config
from tests.server import PYTHON, Server, prepare

PATIENCE_SECONDS = 120
MANY = os.environ.get("CHAOS_HOUSE") == "many"


class Mortal(Server):
    """`serves`: the module whose application is served. Killing means SIGKILL of every process of it at once."""

    def __init__(self, data: Path, serves: str, port: int = 0, **more: str) -> None:
        super().__init__(data, port, **more)
        self.leader = 0
        log = self.log.open("ab")
        self.process = subprocess.Popen(
            [PYTHON, "-m", "tests.chaos.zygote", serves],
            cwd=config.ROOT, env=self.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        log.close()
        self._hear("ready")

    def _hear(self, wanted: str = "") -> str:
        assert self.process.stdout
        said = self.process.stdout.readline().decode().strip()
        if not said or (wanted and said != wanted):
            raise RuntimeError(f"the zygote said {said!r}: {self.log.read_text('utf-8')[-2000:]}")
        return said

    def start(self, wait: bool = True, how: str = "") -> Mortal:
        """`how` is told to the module that is served (CHAOS_HOW)."""
        assert self.process.stdin
        self.process.stdin.write(f"{how}\n".encode())
        self.process.stdin.flush()
        self.leader = int(self._hear())
        if wait:
            self.wait()
        return self

    def wait(self) -> None:
        """Returns when it answers."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/health", timeout=PATIENCE_SECONDS).ok:
                    return
            assert time.monotonic() < until, self.log.read_text("utf-8")[-2000:]
            time.sleep(0.02)

    def kill(self) -> None:
        """Every process at once, wherever each of them is."""
        if self.leader:
            with suppress(ProcessLookupError):
                os.killpg(self.leader, signal.SIGKILL)
            self.gone()

    def gone(self) -> None:
        """Returns when nobody listens any more: every process that held the door has ended."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.listens():
            assert time.monotonic() < until, "it does not die"
            time.sleep(0.005)
        self.leader = 0

    def listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        with suppress(OSError):
            return [int(one) for one in Path(f"/proc/{self.leader}/task/{self.leader}/children").read_text().split()]
        return []

    def stop(self) -> str:
        self.kill()
        self.process.kill()
        self.process.wait()
        return self.log.read_text(encoding="utf-8")


def many(request: pytest.FixtureRequest, data: Path, prepared: Path, serves: str, **more: str) -> Any:
    """Takes the place of a Mortal."""
    from tests.many.house import Many

    more.setdefault("DATABASE_URL", request.getfixturevalue("new_database")())
    more.setdefault("REDIS_URL", request.getfixturevalue("redis_server").url)
    return Many(data, serves, prepared, **more)


@pytest.fixture
def mortal(prepared: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Mortal]]:
    """Call it for a running house that may be killed; `serves` a module, and `DATABASE_URL` and the like.

    With CHAOS_HOUSE=many it is two processes behind nginx, on PostgreSQL and Redis, whatever was asked for.
    """
    made: list[Mortal] = []

    def make(serves: str = "wsgi", **more: str) -> Mortal:
        data = tmp_path / f"house-{len(made)}"
        if MANY:
            made.append(many(request, data, prepared, serves, **more))
            return made[-1].start()
        shutil.copytree(prepared, data)
        house = Mortal(data, serves, **more)
        made.append(house)
        if "DATABASE_URL" in more:
            prepare(house.environ)
        return house.start()

    yield make
    for house in made:
        house.stop()
