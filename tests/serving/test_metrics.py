"""Prometheus's numbers from servers that run: every name that deploy/ uses, every process counted, kill -9 included."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.server import Server
from tests.services import RedisServer, free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SENTINEL = "hemlige-Svea-4711"
PATIENCE_SECONDS = 30.0
Numbers = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def numbers(port: int) -> Numbers:
    """Everything that is handed out; somebody has the port within a moment."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            said = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=10).text
            break
        except requests.RequestException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
    assert SENTINEL not in said
    families = text_string_to_metric_families(said)
    return {(one.name, tuple(sorted(one.labels.items()))): one.value for family in families for one in family.samples}


def value(found: Numbers, name: str, **labels: str) -> float:
    return found.get((name, tuple(sorted(labels.items()))), 0.0)


def eventually(check: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_SECONDS
    while not check():
        if time.monotonic() > until:
            return False
        time.sleep(0.5)
    return True


def expressions() -> list[str]:
    """Everything that the dashboard draws and the rules watch."""
    dashboard = json.loads((DEPLOY / "grafana" / "vejviser.json").read_text(encoding="utf-8"))
    drawn = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    rules = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    watched = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    assert len(drawn) > 20 and len(watched) > 10
    return drawn + watched


def use(server: Server) -> None:
    """A conversation that two colleagues want, pages twice, an address with a secret, a socket that is none."""
    person, anna, bo = server.visitor(), server.staff("Anna Numbers"), server.staff("Bo Numbers")
    conversation = person.ask(f"Hej {SENTINEL}")
    anna.take(conversation)
    assert bo.claim(conversation).status_code == 409
    person.pull()
    anna.pull(conversation)
    for path in ("sv/", "sv/", f"sv/chat/open/{SENTINEL}", f"sv/search?q={SENTINEL}", "api/nowhere"):
        requests.get(f"{server.url}/{path}", timeout=20)
    requests.get(f"{server.url}/socket.io/?sid={SENTINEL}", timeout=20)


def test_it_works(open_server: Callable[..., Server]) -> None:
    port = free_port()
    server = open_server(METRICS=f"127.0.0.1:{port}")
    use(server)
    found: Numbers = {}

    def settled() -> bool:
        """The database is asked once in five seconds."""
        found.clear()
        found.update(numbers(port))
        job_has_run = any(name == "vejviser_job_age_seconds" for name, _ in found)
        return value(found, "vejviser_conversations", status="active") == 1 and job_has_run

    assert eventually(settled), found
    assert value(found, "vejviser_staff_online") == 2
    assert value(found, "vejviser_refusals_total", code="claimed_by_other") == 1
    assert value(found, "vejviser_pages_total", **{"from": "memory"}) >= 1
    assert value(found, "vejviser_messages_stored_total") >= 2
    assert value(found, "vejviser_pulls_total", face="staff") >= 1
    assert value(found, "vejviser_requests_total", face="staff", status="4xx") >= 1
    assert value(found, "vejviser_requests_total", face="api", status="4xx") == 1
    assert value(found, "vejviser_database_up") == 1 and value(found, "vejviser_processes") == 1
    assert requests.get(f"http://127.0.0.1:{port}/", timeout=9).status_code == 404
    known = {name for name, _ in found}
    used = {name for one in expressions() for name in re.findall(r"\bvejviser_\w+", one)}
    assert used <= known, used - known
    assert {name.removesuffix("_bucket") for name in used} > {"vejviser_queue", "vejviser_request_seconds"}
    _without_its_database(server, port)


def _without_its_database(server: Server, port: int) -> None:
    """Numbers are handed out all the same, and the old ones of the database are not passed off as new."""
    with sqlite3.connect(server.data / "vejviser.sqlite3", timeout=20) as connection:
        connection.execute("ALTER TABLE presence RENAME TO elsewhere")
    assert eventually(lambda: value(numbers(port), "vejviser_database_up") == 0)
    assert ("vejviser_queue", ()) not in numbers(port)


@pytest.mark.needs("postgresql", "redis")
def test_every_process_is_counted_and_none_is_lost(
    open_server: Callable[..., Server], new_database: Callable[[], str], redis_server: RedisServer
) -> None:
    """Whoever of two processes has the port is killed. What was counted stays counted, and the other hands it out."""
    port = free_port()
    server = open_server(
        DATABASE_URL=new_database(), REDIS_URL=redis_server.url, WORKERS="2", METRICS=f"127.0.0.1:{port}"
    )
    assert eventually(lambda: value(numbers(port), "vejviser_processes") == 2)

    def counted() -> float:
        return value(numbers(port), "vejviser_requests_total", face="api", status="4xx")

    for asked in (40, 80, 120) if os.environ.get("CHAOS") == "long" else (40,):
        for _ in range(40):
            assert requests.get(f"{server.url}/api/nowhere", timeout=20).status_code == 404
        assert eventually(lambda asked=asked: counted() >= asked)  # type: ignore[misc]
        assert counted() == asked
        time.sleep(2.5)  # both have left their numbers
        os.kill(_holder(server.process.pid, port), signal.SIGKILL)
        assert counted() == asked
        assert eventually(lambda: value(numbers(port), "vejviser_processes") == 2)
    assert value(numbers(port), "vejviser_redis_gone") == 0
    redis_server.stop()
    try:
        server.visitor().ask("somebody is to be told of this")  # it shows when something is to go out
        assert eventually(lambda: value(numbers(port), "vejviser_redis_gone") == 1)
    finally:
        redis_server.start()
    assert eventually(lambda: value(numbers(port), "vejviser_redis_gone") == 0)


def _holder(master: int, port: int) -> int:
    """The process that has the port: the kernel knows which socket listens there, and whose it is."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()]
    inode = next(row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A")
    children = Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split()
    return next(int(one) for one in children if f"socket:[{inode}]" in _open_files(one))


def _open_files(process: str) -> set[str]:
    return {str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir() if file.is_symlink()}
