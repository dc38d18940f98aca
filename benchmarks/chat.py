"""What the chat costs: one message, the mixes, sockets that only wait, and a bare echo beside it. `python -m benchmarks.chat`."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.asking import Asker
from benchmarks.report import Line
from benchmarks.running import ROOT, Running, environment, prepare, start
from benchmarks.search import percentile

PAGE = "/sv/guide/eid-locked-se"
MESSAGES, ROUNDS, SECONDS, SOCKETS, PATIENCE = 400, 3, 10, 9000, 6


def _house(data: Path, talks: int, staff: int, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.chat_house", str(talks), str(staff), *more]
    made = subprocess.run(command, cwd=ROOT, env=environment(data, 1), check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(made.stdout)
    return found


class Crowd:
    """The load, in a process of its own; one order at a time."""

    def __init__(self, plan: dict[str, Any], module: str = "benchmarks.chat_crowd") -> None:
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._say(plan)
        if self._hear() != "ready":
            raise RuntimeError("the crowd did not come")

    def do(self, **what: Any) -> dict[str, Any]:
        self._say(what)
        answer: dict[str, Any] = json.loads(self._hear())
        return answer

    def go(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)

    def _say(self, what: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def served(talks: int, staff: int, *more: str) -> Iterator[tuple[Running, dict[str, Any]]]:
    """A fresh house on a fresh server, which has answered once."""
    with tempfile.TemporaryDirectory(prefix="vejviser-bench-") as folder:
        data = Path(folder)
        prepare(data)
        plan = _house(data, talks, staff, *more)
        running = start(data)
        try:
            _first_page(running.port)
            yield running, {**plan, "port": running.port}
        finally:
            running.stop()


def _first_page(port: int) -> None:
    """Returns when it has answered: the port is open before the house is loaded."""
    for _ in range(PATIENCE):
        with suppress(TimeoutError):
            Asker(port).get(PAGE)
            return
    raise TimeoutError("the server did not answer")


@contextmanager
def _scene(talks: int, staff: int, **more: Any) -> Iterator[tuple[Running, Crowd]]:
    """The same with its people in it."""
    with served(talks, staff) as (running, plan):
        crowd = Crowd({**plan, **more})
        try:
            yield running, crowd
        finally:
            crowd.go()


def _each(running: Running, crowd: Crowd, count: int) -> tuple[float, float]:
    """Milliseconds of the server's and of the crowd's processor time for one, medians of the rounds."""
    crowd.do(count=count // 4)
    costs, own = [], []
    for _ in range(ROUNDS):
        before = running.cpu()
        did = crowd.do(count=count)
        costs.append((running.cpu() - before) / count * 1000)
        own.append(did.get("cpu", 0.0) / count * 1000)
    return statistics.median(costs), statistics.median(own)


def message() -> Iterator[Line]:
    """One message there: stored, poked, read by both; nothing else going on. And a server that only says it back."""
    with _scene(200, 50) as (running, crowd):
        ours, own = _each(running, crowd, MESSAGES)
    yield Line("message: post, save, poke, both pulls, CPU", ours, 1.5, "ms")
    yield Line("the same, what both browsers of the benchmark cost, CPU", own, None, "ms")
    with tempfile.TemporaryDirectory(prefix="vejviser-bench-") as folder:
        running = start(Path(folder), "benchmarks.chat_echo:application")
        try:
            bare = Crowd({"port": running.port}, "benchmarks.chat_echo")
            echo, _ = _each(running, bare, 2 * MESSAGES)
            bare.go()
        finally:
            running.stop()
    yield Line("bare python-socketio saying a text back: no page, no database, CPU", echo, None, "ms")
    yield Line("ours against that", ours / echo, None, "×")


def mixes() -> Iterator[Line]:
    """A full evening and a full house; then with everything a browser does around a message."""
    with _scene(200, 50) as scene:
        yield from _mix("200 chats, 200 msg/s, 100 pages/s", scene, (10, 60, 40), 200, 100)
    with _scene(1000, 250) as scene:
        yield from _mix("1,000 chats, 100 msg/s, 20 pages/s", scene, (20, 100, None), 100, 20)
    with _scene(1000, 250, whole=True) as scene:
        yield from _mix('the same, with "seen" and the desk\'s lists', scene, (None, None, None), 100, 20)


def _mix(
    what: str, scene: tuple[Running, Crowd], targets: tuple[Any, Any, Any], messages: int, pages: int
) -> Iterator[Line]:
    running, crowd = scene
    crowd.do(seconds=2, messages=messages / 2, pages=pages, page=PAGE)
    before = running.cpu()
    did = crowd.do(seconds=SECONDS, messages=messages, pages=pages, page=PAGE)
    busy = (running.cpu() - before) / did["seconds"] * 100
    for name, values, part, target in (
        ("seen by the other side, p50", "took", 0.5, targets[0]),
        ("seen by the other side, p99", "took", 0.99, targets[1]),
        ("page, p99", "pages", 0.99, targets[2]),
    ):
        yield Line(f"{what}: {name}", 1000 * percentile(did[values], part), target, "ms")
    yield Line(f"{what}: processor, server", busy, None, "%")
    yield Line(f"{what}: processor, the benchmark's browsers", did["cpu"] / did["seconds"] * 100, None, "%")


def idle() -> Iterator[Line]:
    """Pages that are open and say nothing: what each holds, and what all of them cost."""
    with served(0, 1, "--queued", str(SOCKETS // 6)) as (running, plan):
        before = running.memory()
        crowd = Crowd({**plan, "sockets": SOCKETS}, "benchmarks.chat_idle")
        held = (running.memory() - before) * 1024 / SOCKETS
        used = running.cpu()
        still = crowd.do(seconds=SECONDS)["open"]
        busy = (running.cpu() - used) / SECONDS * 100
        crowd.go()
    yield Line(f"{still} idle sockets, memory of each", held, 65, "KiB")
    yield Line(f"{still} idle sockets, processor at rest", busy, None, "%")


def lines() -> Iterator[Line]:
    """Everything of the chat."""
    yield from message()
    yield from mixes()
    yield from idle()


if __name__ == "__main__":
    for line in lines():
        print(line, flush=True)
