"""The real server, on a free port, with the toy behind it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services import free_port, wait_for_port

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """A running server: its address and what it said when it ended."""

    def __init__(self, data: Path, files: int = 0) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        environ = {**os.environ, "DATA_DIR": str(data), "PORT": str(self.port), "HOST": "127.0.0.1"}
        for name in ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "WORKERS"):
            environ.pop(name, None)
        command = [sys.executable, "-m", "serving", "tests.serving.toy:application"]
        self.log = data / "said.txt"
        self.places = files - 200
        # `ulimit` in a shell of its own: a function between fork and exec is no good in a process with threads.
        few = ["sh", "-c", f'ulimit -n {files} && exec "$@"', "sh"] if files else []
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*few, *command], cwd=ROOT, env=environ, stdout=log, stderr=subprocess.STDOUT
            )
        wait_for_port(self.port, self.process)

    def stop(self) -> str:
        """Ends it the gentle way and gives back everything it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(20)
        return self.log.read_text(encoding="utf-8")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path)
    yield running
    running.stop()
