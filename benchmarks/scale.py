"""How it grows: the same crowd on 1, 2 and 4 processes on PostgreSQL and Redis. `python -m benchmarks.scale`.

Server, databases and crowd share this machine, so what is told of more processes than cores is where it stops, and why;
the processor time of each message, part by part, is what travels to other machines (`benchmarks/sizing.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.chat import PAGE, Crowd
from benchmarks.engines import Engine, postgresql, redis
from benchmarks.report import Line
from benchmarks.running import ROOT, Running, environment, start
from benchmarks.search import percentile

PROCESSES = (1, 2, 4)
TALKS, STAFF = 400, 100
STEPS, SECONDS = (50, 100, 150, 200, 250, 300, 400, 500), 6
# Where nobody would call it a conversation any more.
TOO_SLOW = 1.0


@dataclass
class Scene:
    """Everything that uses the processor, each by itself."""

    running: Running
    database: Engine
    bus: Engine
    crowd: Crowd

    def cpu(self) -> tuple[float, float, float]:
        return self.running.cpu(), self.database.cpu(), self.bus.cpu()


@contextmanager
def scene(processes: int, database: Engine, bus: Engine) -> Iterator[Scene]:
    """So many processes on a database of their own, with people in it."""
    with psycopg.connect(database.url + "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE many_{processes}")
    more = {"DATABASE_URL": f"{database.url}many_{processes}", "REDIS_URL": bus.url, "WORKERS": str(processes)}
    with tempfile.TemporaryDirectory(prefix="vejviser-bench-") as folder:
        data = Path(folder)
        environ = environment(data, 1, **more)
        subprocess.run(
            [sys.executable, "-m", "app.cli", "prepare"], cwd=ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
        )
        house = [sys.executable, "-m", "benchmarks.chat_house", str(TALKS), str(STAFF)]
        made = subprocess.run(house, cwd=ROOT, env=environ, check=True, stdout=subprocess.PIPE)
        running = start(data, **more)
        try:
            crowd = Crowd({**json.loads(made.stdout), "port": running.port})
            yield Scene(running, database, bus, crowd)
            crowd.go()
        finally:
            running.stop()


def lines() -> Iterator[Line]:
    """For each number of processes: what one message costs, and how many a second there can be."""
    with postgresql() as database, redis() as bus:
        for processes in PROCESSES:
            with scene(processes, database, bus) as here:
                yield from _each(here, processes)
                yield from _more_and_more(here, processes)


def _each(here: Scene, processes: int, count: int = 400) -> Iterator[Line]:
    here.crowd.do(count=count // 4)
    before = here.cpu()
    here.crowd.do(count=count)
    parts = [(now - then) / count * 1000 for now, then in zip(here.cpu(), before, strict=True)]
    for name, value in zip(("our processes", "PostgreSQL", "Redis"), parts, strict=True):
        yield Line(f"{processes} processes, a message: CPU of {name}", value, None, "ms")


def _more_and_more(here: Scene, processes: int) -> Iterator[Line]:
    """More messages a second, until the other side waits too long or the machine is full."""
    for rate in STEPS:
        before = here.cpu()
        try:
            did = here.crowd.do(seconds=SECONDS, messages=rate, pages=20, page=PAGE)
        except json.JSONDecodeError:  # it ends at the first "later"
            yield Line(f"{processes} processes: where somebody was told to try again later", rate, None, "msg/s")
            return
        used = [100 * (now - then) / did["seconds"] for now, then in zip(here.cpu(), before, strict=True)]
        names = ("ours", "PostgreSQL", "Redis", "crowd")
        shares = [*used, 100 * did["cpu"] / did["seconds"]]
        parts = ", ".join(f"{name} {share:.0f} %" for name, share in zip(names, shares, strict=True))
        slow = percentile(did["took"], 0.99)
        half = percentile(did["took"], 0.5)
        yield Line(
            f"{processes} processes, {rate} msg/s: p50 {1000 * half:.0f} ms; {parts}; p99", 1000 * slow, None, "ms"
        )
        # The crowd speaks at its own times: when it took longer than that, answers could not keep up.
        if slow > TOO_SLOW or did["seconds"] > 1.5 * SECONDS:
            return


def main() -> int:
    print(f"{os.cpu_count()} cores for everything, the crowd included", flush=True)
    for line in lines():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
