"""A PostgreSQL that a test may crash, fill with other people's connections, and replace by its standby."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests import needs
from tests.services import PATIENCE_SECONDS, _private_folder, free_port, ordinary_user

# A standby looks for its primary every five seconds otherwise, and commits wait so long.
SEEK = "wal_retrieve_retry_interval=500ms"
QUICK = ("fsync=off", "full_page_writes=off", "wal_keep_size=256MB", "max_connections=80", "hot_standby=on", SEEK)
WHO = "vejviser"


class Postgres:
    """One server with a folder of its own; without `of` it is new and empty, with it a standby that follows another."""

    def __init__(self, of: Postgres | None = None) -> None:
        self.folder, self.port = _private_folder(), free_port()
        self._binaries = Path(needs.require("postgresql")).parent
        self._process: subprocess.Popen[bytes] | None = None
        if of is None:
            how = ["-U", WHO, "-A", "trust", "-N", "--encoding=UTF8", "--locale=C.UTF-8"]
            self._tool("initdb", "-D", self.folder / "data", *how)
        else:
            self.follow(of)

    def follow(self, other: Postgres) -> None:
        """Becomes a standby: a copy of the other as it is now, and whatever happens there from now on."""
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        there = ["-h", "127.0.0.1", "-p", str(other.port), "-U", WHO]
        self._tool("pg_basebackup", "-D", self.folder / "data", *there, "-R", "-X", "stream", "-c", "fast", "--no-sync")

    def _tool(self, name: str, *arguments: object) -> None:
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **ordinary_user()}
        subprocess.run([self._binaries / name, *map(str, arguments)], check=True, cwd=self.folder, **quiet)

    def start(self, wait: bool = True) -> Postgres:
        settings = [part for one in (*QUICK, f"unix_socket_directories={self.folder}") for part in ("-c", one)]
        command = [str(self._binaries / "postgres"), "-D", str(self.folder / "data"), "-h", "127.0.0.1",
                   "-p", str(self.port), *settings]  # fmt: skip
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **ordinary_user()}
        self._process = subprocess.Popen(command, cwd=self.folder, **quiet)
        if wait:
            self.wait()
        return self

    def wait(self) -> None:
        """Returns when it takes queries."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with suppress(psycopg.OperationalError), self.open() as connection:
                connection.execute("SELECT 1")
                return
            assert time.monotonic() < until, "PostgreSQL does not take queries"
            time.sleep(0.02)

    def crash(self) -> None:
        """What `pg_ctl stop -m immediate` sends: nothing is written any more, nobody is told."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Within it none of its processes does anything; the system answers for it, as for a machine that is paused."""
        assert self._process
        leader = self._process.pid
        os.kill(leader, signal.SIGSTOP)  # first, so that it makes no more of them
        every = [leader, *map(int, Path(f"/proc/{leader}/task/{leader}/children").read_text().split())]
        try:
            for one in every:
                os.kill(one, signal.SIGSTOP)
            yield
        finally:
            for one in every:
                os.kill(one, signal.SIGCONT)

    def stop(self) -> None:
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def open(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=WHO, dbname="postgres", autocommit=True, connect_timeout=5
        )

    def run(self, *statements: str) -> None:
        with self.open() as connection:
            for one in statements:
                connection.execute(one)

    def insist(self, on: bool = True) -> None:
        """From now on a commit is answered only when the standby has it too."""
        names = "*" if on else ""
        self.run(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'", "SELECT pg_reload_conf()")

    def promote(self) -> None:
        """The standby is the database from now on."""
        self.run("SELECT pg_promote(true, 60)")

    def followed(self) -> None:
        """Returns when a standby has caught up."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with self.open() as connection:
                if connection.execute("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'").fetchone():
                    return
            assert time.monotonic() < until, "the standby does not follow"
            time.sleep(0.1)

    @contextmanager
    def hogged(self) -> Iterator[None]:
        """Within it other programs hold every connection there is; the house's own were thrown out."""
        held: list[psycopg.Connection[Any]] = []
        try:
            held.append(self.open())
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS DISTINCT FROM 'postgres'"
            until = time.monotonic() + 5
            while time.monotonic() < until:
                held[0].execute(f"{others} AND backend_type = 'client backend'")
                with suppress(psycopg.OperationalError):
                    while True:
                        held.append(self.open())
                here = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname <> 'postgres'"
                if held[0].execute(here).fetchone() == (0,):
                    break
            yield
        finally:
            for one in held:
                one.close()


class Twins:
    """A database and its synchronous standby, at an address that names both: whichever may be written to is meant."""

    def __init__(self) -> None:
        self.first = Postgres().start()
        self.first.run("CREATE DATABASE house")
        self.second = Postgres(of=self.first).start()
        hosts = ",".join(f"127.0.0.1:{one.port}" for one in (self.first, self.second))
        self.url = f"postgresql://{WHO}@{hosts}/house?target_session_attrs=read-write"
        self._agreed()

    def _agreed(self) -> None:
        self.first.followed()
        self.first.insist()

    def swap(self, wait: float) -> float:
        """The first one dies, and after `wait` seconds its standby takes over. When it did."""
        self.first.crash()
        time.sleep(wait)
        self.first, self.second = self.second, self.first
        self.first.insist(on=False)
        self.first.promote()
        self.first.wait()
        return time.time()

    def mend(self) -> None:
        """Whoever died comes back as the standby."""
        self.second.follow(self.first)
        self.second.start()
        self._agreed()

    def stop(self) -> None:
        for one in (self.first, self.second):
            one.stop()
