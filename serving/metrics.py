"""Numbers for Prometheus on a private port: whichever process has the port adds up what all of them left in files.

prometheus-client's own way for several processes writes to a mapped file, behind a lock, at every count. Here a process
counts in plain integers and writes a snapshot every second; `kill -9` loses that second and nothing else. The port belongs to
one process; when that one ends, however it ends, another has it within a second.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import gevent
from gevent import pywsgi
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import Metric

from app.core import measure
from app.domain.jobs import pulse
from app.live import bus
from serving import numbers, websocket

log = logging.getLogger(__name__)
SECONDS, LATE_SECONDS = 1.0, 0.5
# How often the database is asked at most; how long an answer waits for it; and from when on old numbers are no numbers.
READ_SECONDS, READ_PATIENCE, READ_AGE = 5.0, 2.0, 30.0
# A process that has not written for so long is gone, or hangs; either way it serves nobody.
SILENT_SECONDS = 15.0
AT_ONCE = 4
# Where the numbers of those are kept that have ended, once there are so many; no process has the number 0.
MOST_ENDED, ENDED = 20, "0.json"


class Numbers:
    """Everything that is known here, as a collector of prometheus-client."""

    def __init__(self, folder: Path, alone: bool) -> None:
        self._folder = folder / "metrics" / str(os.getppid())
        self._file = self._folder / f"{os.getpid()}.json"
        self._alone = alone
        self._read: dict[str, Any] | None = None
        self._read_at = self._asked_at = float("-inf")
        self._asking: Any = None
        if not alone:
            _sweep(folder / "metrics")
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def own(self) -> dict[str, Any]:
        return {"counted": measure.counted(), "state": {**measure.state(), **_of_sockets()}}

    def leave(self) -> None:
        """Writes a snapshot for whoever has the port."""
        if self._alone:
            return
        beside = self._file.with_suffix(".new")
        with suppress(OSError):  # a full disk is told elsewhere
            beside.write_text(json.dumps(self.own()), encoding="ascii")
            beside.replace(self._file)

    def collect(self) -> Iterator[Metric]:
        """Counters of every process that this master ever had, or Prometheus would see them fall; states of the living."""
        own = self.own()
        counted, states, ended = [own["counted"]], [own["state"]], []
        for path in self._others():
            with suppress(OSError, ValueError):
                found = json.loads(path.read_text(encoding="ascii"))
                counted.append(found["counted"])
                if not _lives(int(path.stem)):
                    ended.append((path, found))
                elif time.time() - path.stat().st_mtime < SILENT_SECONDS:
                    states.append(found["state"])
        yield from numbers.of_processes(counted, states)
        if len(ended) > MOST_ENDED:
            self._fold(ended)
        self._ask()
        age = time.monotonic() - self._read_at
        yield from numbers.of_database(self._read if age < READ_AGE else None, age)

    def _others(self) -> list[Path]:
        return [] if self._alone else [path for path in self._folder.glob("*.json") if path != self._file]

    def _fold(self, ended: list[tuple[Path, dict[str, Any]]]) -> None:
        """Many processes have come and gone: their numbers fit into one file."""
        whole = {"counted": numbers.added([found["counted"] for _, found in ended]), "state": {}}
        together = self._folder / ENDED
        with suppress(OSError):
            together.with_suffix(".new").write_text(json.dumps(whole), encoding="ascii")
            together.with_suffix(".new").replace(together)
            for path, _ in ended:
                if path != together:
                    path.unlink()

    def _ask(self) -> None:
        """At most one read at a time, and one in five seconds; nobody waits long for one that takes its time."""
        if self._asking is None and time.monotonic() - self._asked_at >= READ_SECONDS:
            self._asked_at = time.monotonic()
            self._asking = gevent.spawn(self._read_now)
        if self._asking is not None:
            self._asking.join(READ_PATIENCE)

    def _read_now(self) -> None:
        try:
            self._read, self._read_at = pulse.read(), time.monotonic()
        except Exception:
            self._read = None
        finally:
            self._asking = None


def start(where: tuple[str, int], folder: Path, alone: bool) -> None:
    """Begins in this process; wsgi.py does this once, where METRICS is set."""
    known = Numbers(folder, alone)
    gevent.spawn(_keep, known)
    gevent.spawn(_watch_the_loop)
    gevent.spawn(_serve, where, known, alone)


def _keep(known: Numbers) -> None:
    while True:
        known.leave()
        gevent.sleep(SECONDS)


def _watch_the_loop() -> None:
    while True:
        before = time.perf_counter()
        gevent.sleep(LATE_SECONDS)
        measure.late(max(0.0, time.perf_counter() - before - LATE_SECONDS))


def _serve(where: tuple[str, int], known: Numbers, alone: bool) -> None:
    """Takes the port as soon as nobody else has it."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(known)

    def answer(environ: dict[str, Any], begin: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/metrics" or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            begin("404 Not Found", [("Content-Length", "0")])
            return []
        begin("200 OK", [("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store")])
        return [generate_latest(registry)]

    told = False
    while True:
        try:
            family = socket.AF_INET6 if ":" in where[0] else socket.AF_INET
            listener = pywsgi.WSGIServer.get_listener(where, backlog=16, family=family)
        except OSError as error:
            if alone and not told:
                told = True
                log.warning("nothing can be read at METRICS %s port %d: %s", *where, error.strerror)
            gevent.sleep(SECONDS)
            continue
        server = pywsgi.WSGIServer(listener, answer, log=None, error_log=None, spawn=AT_ONCE, handler_class=_Quiet)
        server.serve_forever()
        return


class _Quiet(pywsgi.WSGIHandler):  # type: ignore[misc]
    """Writes nothing down."""

    def log_error(self, msg: str, *args: Any) -> None:
        pass


def _of_sockets() -> dict[str, float]:
    return {"sockets": float(websocket.count()), "redis_gone": float(bus.is_gone())}


def _lives(pid: int) -> bool:
    if not pid:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sweep(folder: Path) -> None:
    """What processes of an earlier start left behind."""
    for path in folder.glob("[0-9]*"):
        if path.name.isdecimal() and not _lives(int(path.name)):
            shutil.rmtree(path, ignore_errors=True)
