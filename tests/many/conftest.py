"""One house of two processes behind nginx, on a database and a Redis of its own that may fail, for every test here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import needs
from tests.chaos.gathering import gather
from tests.many.database import Twins
from tests.many.faults import Faults, Road
from tests.many.house import Many
from tests.services import RedisServer

__all__ = ["gather"]


@pytest.fixture(scope="module")
def twins() -> Iterator[Twins]:
    made = Twins()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def faults() -> Iterator[Faults]:
    """A Redis that nobody else uses."""
    server = RedisServer(needs.require("redis"))
    server.start()
    made = Faults(server, Road(server.port))
    yield made
    made.road.stop()
    server.stop()


@pytest.fixture(scope="module")
def many(prepared: Path, tmp_path_factory: pytest.TempPathFactory, twins: Twins, faults: Faults) -> Iterator[Many]:
    """Two hosts; the way to Redis is one that can be cut."""
    needs.require("nginx")
    redis_url = f"redis://127.0.0.1:{faults.road.port}/0"
    made = Many(tmp_path_factory.mktemp("many"), "wsgi", prepared, DATABASE_URL=twins.url, REDIS_URL=redis_url)
    yield made.start()
    made.stop()
