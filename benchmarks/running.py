"""A server of the benchmark's own on a free port, and what /proc says it used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Returns when something answers on the port."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise RuntimeError("the server did not open")


@dataclass
class Running:
    """A process group that serves on a port."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def workers(self) -> list[int]:
        """The processes that answer: the children, or the process itself where it has none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(child) for child in children] or [self.process.pid]

    def cpu(self) -> float:
        """Seconds of processor time (user and system) that the answering processes have used."""
        return sum(_ticks(pid) for pid in self.workers) / TICK

    def memory(self) -> float:
        """MB that the largest of them holds for itself and shares (RSS)."""
        return max(_status(pid, "VmRSS") for pid in self.workers) / 1024

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _status(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    ours = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "WORKERS", "SECRET_KEY", "LOG_LEVEL")
    rest = {name: value for name, value in os.environ.items() if name not in ours}
    # One machine stands for a whole region, and writes faster than anybody.
    settings = {"HOST": "127.0.0.1", "PORT": str(port), "DEMO": "0", "LIMITS_TIMES": "1000"}
    return {**rest, "DATA_DIR": str(data), **settings, **more}


def prepare(data: Path) -> None:
    """Tables and content in an empty folder, as a first start makes them."""
    command = [sys.executable, "-m", "app.cli", "prepare"]
    subprocess.run(command, cwd=ROOT, env=environment(data, 1), check=True, stdout=subprocess.DEVNULL)


def start(data: Path, served: str = "wsgi:application", **more: str) -> Running:
    """The real server on this folder, with our application or another."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "serving", served],
        cwd=ROOT,
        env=environment(data, port, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for(port, process)
    return Running(process, port)
