"""Debian's Prometheus, reading a running server's numbers with the rules that deploy/ ships."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import yaml

from tests import needs
from tests.services import free_port, wait_for_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy" / "prometheus"
PATIENCE_SECONDS = 30.0


class Prometheus:
    """Asks each second, so that a test need not wait for a quarter of a minute."""

    def __init__(self, folder: Path, metrics: int) -> None:
        told = yaml.safe_load((DEPLOY / "prometheus.yml").read_text("utf-8"))
        told["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
        told["rule_files"] = [str(DEPLOY / one) for one in told["rule_files"]]
        told["scrape_configs"][0]["static_configs"] = [{"targets": [f"127.0.0.1:{metrics}"]}]
        (folder / "prometheus.yml").write_text(yaml.safe_dump(told), "utf-8")
        self._port = free_port()
        command = [
            needs.require("prometheus"),
            f"--config.file={folder / 'prometheus.yml'}",
            f"--storage.tsdb.path={folder / 'kept'}",
            f"--web.listen-address=127.0.0.1:{self._port}",
        ]
        with (folder / "said.txt").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        wait_for_port(self._port, self.process)
        until = time.monotonic() + PATIENCE_SECONDS
        while not requests.get(f"http://127.0.0.1:{self._port}/-/ready", timeout=20).ok and time.monotonic() < until:
            time.sleep(0.1)

    def asks(self, expression: str) -> list[dict[str, Any]]:
        """What it finds now; AssertionError in its own words where it does not understand."""
        url = f"http://127.0.0.1:{self._port}/api/v1/query"
        answer = requests.get(url, {"query": expression}, timeout=20).json()
        assert answer["status"] == "success", f"{expression}: {answer.get('error')}"
        found: list[dict[str, Any]] = answer["data"]["result"]
        return found

    def finds(self, expression: str, enough: Callable[[list[dict[str, Any]]], bool] = bool) -> list[dict[str, Any]]:
        """The same, as soon as there is something; or what there is when patience ends."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not enough(found := self.asks(expression)) and time.monotonic() < until:
            time.sleep(0.2)
        return found


@contextmanager
def reading(folder: Path, metrics: int) -> Iterator[Prometheus]:
    made = Prometheus(folder, metrics)
    try:
        yield made
    finally:
        made.process.terminate()
        made.process.wait(20)
