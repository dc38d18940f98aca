"""PostgreSQL and Redis of the tests' own, on free ports, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import needs

PATIENCE_SECONDS = 30


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Returns when something answers on the port; an error when its process ended or patience did."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the service ended with status {process.returncode} before it answered")
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing answered on port {port} within {PATIENCE_SECONDS} s")


def ordinary_user() -> dict[str, Any]:
    """How a child process gives up being root: initdb and postgres refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _private_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="vejviser-"))
    user = ordinary_user()
    if user:
        os.chown(folder, user["user"], user["group"])
    return folder


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The start of a URL (postgresql://…/) of an empty PostgreSQL; append a database's name."""
    binaries = Path(needs.require("postgresql")).parent
    folder, port = _private_folder(), free_port()
    data = folder / "data"
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder, **ordinary_user()}
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "vejviser", "-A", "trust", "-N", *locale], check=True, **quiet
    )
    settings = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", f"unix_socket_directories={folder}"]
    command = [binaries / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), *settings]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **quiet)
    try:
        wait_for_port(port, process)
        _wait_until_it_takes_queries(binaries, port)
        yield f"postgresql://vejviser@127.0.0.1:{port}/"
    finally:
        process.send_signal(2)  # "fast": without waiting for clients
        _stop(process, folder)


def _wait_until_it_takes_queries(binaries: Path, port: int) -> None:
    ready = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    until = time.monotonic() + PATIENCE_SECONDS
    while subprocess.run(ready, check=False).returncode:
        if time.monotonic() > until:
            raise RuntimeError("PostgreSQL does not take queries")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def new_database(postgresql_server: str) -> Callable[[], str]:
    """Call it for the URL of a fresh, empty PostgreSQL database."""
    import psycopg

    made = iter(range(1_000_000))

    def make() -> str:
        name = f"test_{os.getpid()}_{next(made)}"
        with psycopg.connect(postgresql_server + "postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return postgresql_server + name

    return make


@pytest.fixture
def postgresql_url(new_database: Callable[[], str]) -> str:
    """A fresh, empty PostgreSQL database for one test."""
    return new_database()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """A Redis of our own that a test may stop and start again."""
    server = RedisServer(needs.require("redis"))
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    return redis_server.url


class RedisServer:
    """Redis without files: what it knows is gone when it stops, as when a real one fails."""

    def __init__(self, program: str, *options: str) -> None:
        self.program, self.port, self.folder, self.options = program, free_port(), _private_folder(), options
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        without_files = ["--save", "", "--appendonly", "no"]
        command = [self.program, "--bind", "127.0.0.1", "--port", str(self.port), *without_files, *self.options]
        self._process = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, **ordinary_user())
        wait_for_port(self.port, self._process)

    def signal(self, number: int) -> None:
        """SIGSTOP: it keeps its connections and says nothing; SIGCONT: it goes on."""
        assert self._process
        self._process.send_signal(number)

    def stop(self) -> None:
        """As a crash does it: SIGKILL, which ends a paused one as well."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
