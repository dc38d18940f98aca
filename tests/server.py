"""The real thing: `python -m serving` on a free port with a folder of its own, and people who use it over HTTP."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from app import config
from app.config_secrets import FILES
from app.core import db, ids
from app.domain.accounts.terms import Role
from tests import staff_house
from tests.once import once
from tests.people import Staff, Visitor
from tests.services import free_port, wait_for_port

PYTHON = sys.executable
# What a developer's shell may hold must not reach the server under test.
OURS = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "WORKERS", "SECRET_KEY", "DEMO", "LOG_LEVEL", "DATA_DIR", "PORT",
        "MAIL_URL", "MAIL_FROM", "MAIL_REPLY", "INBOX_URL")  # fmt: skip
OURS += ("LIMITS_TIMES", "METRICS", "LOG_FORMAT", "BACKUP_KEY", "PROXIES", "HOST", *FILES.values())

_leaving: list[Server] = []


def environment(data: Path, port: int, **more: str) -> dict[str, str]:
    """The settings of one server, and nothing of the shell's."""
    rest = {name: value for name, value in os.environ.items() if name not in OURS}
    # A test types faster than anybody; those about the limits ask for the real ones.
    settings = {"HOST": "127.0.0.1", "PORT": str(port), "DEMO": "0", "LIMITS_TIMES": "1000"}
    return {**rest, "DATA_DIR": str(data), **settings, **more}


def prepare(environ: dict[str, str]) -> None:
    """Tables and starter content, as `./vejviser run` does it."""
    subprocess.run(
        [PYTHON, "-m", "app.cli", "prepare"], cwd=config.ROOT, env=environ, check=True, stdout=subprocess.DEVNULL
    )


class Server:
    """A running server: its address, its folder, and what it said."""

    def __init__(self, data: Path, port: int = 0, **more: str) -> None:
        self.data, self.port = data, port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environ = environment(data, self.port, **more)
        self.log = data / "said.txt"
        self.process: subprocess.Popen[bytes]

    def start(self) -> Server:
        with self.log.open("ab") as log:
            command = [PYTHON, "-m", "serving"]
            self.process = subprocess.Popen(
                command, cwd=config.ROOT, env=self.environ, stdout=log, stderr=subprocess.STDOUT
            )
        wait_for_port(self.port, self.process)
        # The port is open before the application is: a process that has it answers, however busy the machine.
        requests.get(f"{self.url}/health", timeout=60).raise_for_status()
        return self

    def stop(self) -> str:
        """Ends it the gentle way and gives back everything it said."""
        self.ask_to_stop()
        self.process.wait(20)
        return self.log.read_text(encoding="utf-8")

    def ask_to_stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        leader = self.process.pid
        return [int(one) for one in Path(f"/proc/{leader}/task/{leader}/children").read_text().split()]

    def logs(self) -> list[Path]:
        """The files with everything it said."""
        return [self.log]

    @contextmanager
    def domain(self) -> Iterator[None]:
        """This process works in the server's database, as another process of the house would."""
        settings = config.load(self.environ)
        ids.configure(settings.secret_key)
        db.connect(settings.database_url)
        try:
            yield
        finally:
            db.session.remove()
            db.engine().dispose()

    def staff(self, name: str, role: Role = Role.STAFF, online: bool = True) -> Staff:
        """A colleague who has logged in, in a browser and a network of their own."""
        with self.domain():
            made = staff_house.person(name, role)
            email, public_id = made.email, made.public_id
        person = Staff(self.url, email, staff_house.PASSWORD, public_id)
        person.log_in()
        if online:
            person.go("online")
        return person

    def visitor(self, lang: str = "sv") -> Visitor:
        """Somebody with a fresh browser in a network of their own."""
        return Visitor(self.url, lang)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, starter content and the index of the search; making it takes seconds, copying does not."""
    return once(tmp_path_factory, "prepared", _fill)


def _fill(folder: Path) -> None:
    prepare(environment(folder, 1))
    server = Server(folder).start()  # which builds the index
    server.stop()
    server.log.unlink()


@contextmanager
def servers(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Within it, call what it gives for one more running server; all of them end with it."""
    running: list[Server] = []

    def make(**more: str) -> Server:
        data = tmp_path_factory.mktemp("server") / "data"
        shutil.copytree(prepared, data)
        server = Server(data, **more)
        if "DATABASE_URL" in more:
            prepare(server.environ)
        running.append(server.start())
        return server

    yield make
    for server in running:  # each takes its time for those who are still connected; nobody waits for that
        server.ask_to_stop()
    _leaving.extend(running)


@pytest.fixture(scope="session", autouse=True)
def all_left() -> Iterator[None]:
    """Begins first and ends last: by then every server that was told to end has ended."""
    yield
    for server in _leaving:
        server.stop()


@pytest.fixture(scope="module")
def open_server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Call it for one more running server, which ends with the file; `DATABASE_URL` and the like may be given.

    Not with the run: a server that nobody asks still ticks, and thirty of them took half a core.
    """
    with servers(prepared, tmp_path_factory) as make:
        yield make


@pytest.fixture(scope="session")
def server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server most tests share: SQLite, one process, no Redis, the starter content."""
    with servers(prepared, tmp_path_factory) as make:
        yield make()
