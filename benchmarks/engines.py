"""PostgreSQL and Redis of a benchmark's own, on free ports, with their disks as safe as in earnest; and what they use."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.running import TICK, _ticks, free_port, wait_for

PATIENCE_SECONDS = 30


@dataclass
class Engine:
    """One that runs: its address, and the process above all of its own."""

    url: str
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Seconds of processor time of all its processes that still live."""
        return sum(_ticks(pid) for pid in [self.process.pid, *_below(self.process.pid)]) / TICK


def _below(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


@contextmanager
def postgresql() -> Iterator[Engine]:
    """An empty server with the settings a package gives, fsync included; append a database's name to its address."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    programs = found[0] if found else Path(shutil.which("initdb") or "initdb").parent
    with _folder() as folder:
        port, data = free_port(), folder / "data"
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **_nobody()}
        make = [str(programs / "initdb"), "-D", str(data), "-U", "vejviser", "-A", "trust", "-E", "UTF8"]
        subprocess.run(make, check=True, **quiet)
        settings = ["-c", f"unix_socket_directories={folder}", "-c", "max_connections=200"]
        process = subprocess.Popen([programs / "postgres", "-D", data, "-p", str(port), *settings], **quiet)
        try:
            _until_ready(programs, port)
            yield Engine(f"postgresql://vejviser@127.0.0.1:{port}/", process)
        finally:
            process.send_signal(2)
            process.wait(PATIENCE_SECONDS)


def _until_ready(programs: Path, port: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    ask = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, check=False).returncode:
        if time.monotonic() > until:
            raise RuntimeError("PostgreSQL does not take queries")
        time.sleep(0.1)


@contextmanager
def redis() -> Iterator[Engine]:
    """Without files: nothing important is only there."""
    with _folder() as folder:
        port = free_port()
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", ""]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, **_nobody())
        try:
            wait_for(port, process)
            yield Engine(f"redis://127.0.0.1:{port}/0", process)
        finally:
            process.kill()
            process.wait(PATIENCE_SECONDS)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="vejviser-bench-"))
    user = _nobody()
    if user:
        os.chown(folder, user["user"], user["group"])
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _nobody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    found = pwd.getpwnam("nobody")
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
