"""A house of two serving processes, as on two hosts, on one PostgreSQL and one Redis, behind the nginx that we ship."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import requests

from tests.chaos.houses import PATIENCE_SECONDS, Mortal
from tests.deploy.front import Front
from tests.server import Server, environment, prepare
from tests.services import free_port

SECRET = "the same on every host, and longer than thirty-two characters"
HOSTS = 2


class Many(Server):
    """Every host has a folder of its own; killing means SIGKILL of every process of the hosts, while nginx stays.

    Takes the place of a `Mortal`: what a scenario does to one house it does to all hosts of this one.
    """

    def __init__(self, data: Path, serves: str, prepared: Path, **more: str) -> None:
        self.data = data
        ports = [free_port() for _ in range(HOSTS)]
        self.front = Front(ports)
        self.port = self.front.port
        self.url = f"http://127.0.0.1:{self.port}"
        given = {"PUBLIC_URL": self.url, "SECRET_KEY": SECRET, "PROXIES": "1", "WORKERS": "1"}
        settings = given | {name: value for name, value in more.items() if name != "WORKERS"}
        folders = [data / f"host-{number}" for number in range(HOSTS)]
        for folder in folders:
            shutil.copytree(prepared, folder)
        self.environ = environment(folders[0], self.port, **settings)
        prepare(self.environ)
        with ThreadPoolExecutor(HOSTS) as at_once:
            self.hosts = list(
                at_once.map(lambda folder, port: Mortal(folder, serves, port, **settings), folders, ports)
            )
        self.log = self.hosts[0].log
        self.front.start()

    @property
    def leader(self) -> int:
        """Changes whenever any of the hosts was begun anew."""
        return hash(tuple(one.leader for one in self.hosts))

    def start(self, wait: bool = True, how: str = "") -> Many:
        """Every host that is not up."""
        for one in self.hosts:
            if not one.leader:
                one.start(wait=False, how=how)
        if wait:
            self.wait()
        return self

    def wait(self) -> None:
        """Returns when every host answers, and nginx has noticed."""
        for one in self.hosts:
            one.wait()
        while True:
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/health", timeout=30).ok:
                    return

    def kill(self) -> None:
        """All hosts at once."""
        for one in self.hosts:
            one.kill()

    def gone(self) -> None:
        """Returns when one host has died of what it was asked; the others go on."""
        until = time.monotonic() + PATIENCE_SECONDS
        while all(one.listens() for one in self.hosts):
            assert time.monotonic() < until, "none of them dies"
            time.sleep(0.005)
        for one in self.hosts:
            if not one.listens():
                one.gone()

    def workers(self) -> list[int]:
        return [worker for one in self.hosts for worker in one.workers()]

    def logs(self) -> list[Path]:
        return [one.log for one in self.hosts]

    def stop(self) -> str:
        self.front.stop()
        return "\n".join(one.stop() for one in self.hosts)

    def ask_to_stop(self) -> None:
        """Ends with stop()."""
