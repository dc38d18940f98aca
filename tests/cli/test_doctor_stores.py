"""What the doctor says of a PostgreSQL and a Redis that are not as they should be: each is made so, and asked."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from redis import Redis
from redis.exceptions import OutOfMemoryError

from app import config
from app.cli._findings import mark
from app.cli.doctor import CHECKS
from app.core import db
from tests.many import database
from tests.many.database import Postgres
from tests.needs import require
from tests.server import OURS
from tests.services import RedisServer

pytestmark = pytest.mark.needs("postgresql", "redis")


@pytest.fixture(scope="module")
def first() -> Iterator[Postgres]:
    """As safe as PostgreSQL is by itself, which the tests' own are not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "QUICK", ("max_connections=60", "hot_standby=on"))
        server = Postgres().start()
        yield server
        server.stop()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    yield
    db.session.remove()
    db.engine().dispose()


def said(name: str, **settings: str) -> str:
    given = config.load({**os.environ, **settings})
    db.connect(given.database_url)
    finding = CHECKS[name](given)
    return f"{mark(finding)} {finding or ''}"


def url(server: Postgres) -> str:
    return f"postgresql://vejviser@127.0.0.1:{server.port}/postgres"


def test_it_works(first: Postgres) -> None:
    found = said("PostgreSQL", DATABASE_URL=url(first))
    assert re.fullmatch(r"ok    version [\d.]+, \d+ of 60 connections used, 0 standbys", found)
    assert said("clock", DATABASE_URL=url(first)) == "ok    "
    assert "needs" in said("tables", DATABASE_URL=url(first))


def test_a_database_that_gives_safety_away(first: Postgres) -> None:
    first.run("ALTER DATABASE postgres SET synchronous_commit = off")
    try:
        found = said("PostgreSQL", DATABASE_URL=url(first))
        assert found.startswith("WRONG synchronous_commit off: after a power cut, words may be gone")
    finally:
        first.run("ALTER DATABASE postgres RESET synchronous_commit")


def test_fewer_connections_than_processes_want(first: Postgres) -> None:
    found = said("PostgreSQL", DATABASE_URL=url(first), REDIS_URL="redis://127.0.0.1:1/0", WORKERS="4")
    assert "it takes 57 connections, and WORKERS=4 may want 120; set max_connections to 140 or more" in found


def test_a_standby_that_nobody_sees(first: Postgres) -> None:
    first.insist()
    try:
        found = said("PostgreSQL", DATABASE_URL=url(first))
        assert "synchronous_standby_names is set and no such standby is connected" in found
    finally:
        first.insist(on=False)


def test_the_standby_itself(first: Postgres) -> None:
    second = Postgres(of=first).start()
    try:
        assert "this is a standby, which cannot be written to" in said("PostgreSQL", DATABASE_URL=url(second))
        first.insist()
        first.followed()
        until = time.monotonic() + 30  # the settings are read again a moment later
        while "1 standby, of which writes wait for 1" not in said("PostgreSQL", DATABASE_URL=url(first)):
            assert time.monotonic() < until
            time.sleep(0.2)
        first.insist(on=False)
    finally:
        second.stop()


def test_clocks_apart(first: Postgres) -> None:
    """This process's clock goes wrong; the database's does not."""
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=90)):
        found = said("clock", DATABASE_URL=url(first))
    assert found.startswith("WRONG this machine's is ") and "seconds ahead of the database's" in found


def test_a_password_is_in_no_sentence() -> None:
    address = "postgresql://anna:hemligt@127.0.0.1:1/x"
    with pytest.raises(Exception, match=r"127\.0\.0\.1") as refusal:
        said("database", DATABASE_URL=address)
    assert "hemligt" not in str(refusal.value)


def test_a_redis_that_is_full_gone_or_well() -> None:
    server = RedisServer(require("redis"), "--maxmemory", "3mb", "--maxmemory-policy", "noeviction")
    server.start()
    try:
        assert said("Redis", REDIS_URL=server.url).startswith("ok    ")
        client = Redis.from_url(server.url)
        with pytest.raises(OutOfMemoryError):
            for number in range(100):
                client.set(f"filler:{number}", b"x" * 100_000)
        found = said("Redis", REDIS_URL=server.url)
        assert found.startswith("WRONG it has used") and "refuses more (noeviction)" in found
    finally:
        server.stop()
    with pytest.raises(Exception, match="connect"):
        said("Redis", REDIS_URL=server.url)
