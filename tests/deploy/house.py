"""Two processes of the service on one host, as vejviser@8001 and vejviser@8002, behind the nginx that we ship."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import requests

from app import config
from app.domain.accounts.terms import Role
from tests import staff_house
from tests.deploy.front import Front
from tests.people import Staff, Visitor
from tests.server import PYTHON, Server, environment, prepare
from tests.services import free_port

PATIENCE_SECONDS = 300
SECRET = "the same for every process, and longer than thirty-two characters"


class One(Server):
    """One of several that share a folder: what it says goes to a file of its own."""

    def __init__(self, data: Path, port: int, **more: str) -> None:
        super().__init__(data, **more)
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.environ["PORT"] = str(port)
        self.log = data / f"said-{port}.txt"

    def start(self) -> One:
        """Its door opens when there is somebody to answer, which beside a whole suite takes its time."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "serving"], cwd=config.ROOT, env=self.environ, stdout=log, stderr=subprocess.STDOUT
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while self._is_free():
            assert self.process.poll() is None and time.monotonic() < until, self.log.read_text("utf-8")[-2000:]
            time.sleep(0.05)
        requests.get(f"{self.url}/readyz", timeout=PATIENCE_SECONDS).raise_for_status()
        return self

    def restart(self) -> None:
        """As `systemctl restart` does it: told to end, ended, begun again, answering."""
        self.ask_to_stop()
        self.process.wait(60)
        self.start()

    def kill(self) -> None:
        """Every process of it at once, without a word; returns when nobody listens any more."""
        leader = self.process.pid
        workers = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
        for pid in (leader, *map(int, workers)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        until = time.monotonic() + 30
        while not self._is_free():
            assert time.monotonic() < until, "it does not die"
            time.sleep(0.01)

    def _is_free(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0


class Two(Server):
    """Takes the place of a `Server` wherever people are needed. `url` is nginx's, over TLS; a crowd comes to `port`, without."""

    def __init__(self, data: Path, **more: str) -> None:
        ports = [free_port(), free_port()]
        self.data, self.front = data, Front(ports)
        self.port, self.url = self.front.port, f"https://localhost:{self.front.tls}"
        given = {"PUBLIC_URL": self.url, "PROXIES": "1", "SECRET_KEY": SECRET, **more}
        self.environ = environment(data, self.port, **given)
        prepare(self.environ)
        self.apps = [One(data, port, **given) for port in ports]

    def start(self) -> Two:
        with ThreadPoolExecutor(len(self.apps)) as at_once:
            list(at_once.map(One.start, self.apps))
        self.front.start()
        return self

    def stop(self) -> str:
        begun = [one for one in self.apps if hasattr(one, "process")]
        for one in begun:
            one.ask_to_stop()
        said = "".join(one.stop() for one in begun)
        self.front.stop()
        return said

    def visitor(self, lang: str = "sv") -> Visitor:
        found = Visitor(self.url, lang)
        found.http.verify = str(self.front.certificate)
        return found

    def staff(self, name: str, role: Role = Role.STAFF, online: bool = True) -> Staff:
        with self.domain():
            made = staff_house.person(name, role)
            found = Staff(self.url, made.email, staff_house.PASSWORD, made.public_id)
        found.http.verify = str(self.front.certificate)
        found.log_in()
        if online:
            found.go("online")
        return found
