"""One house of two processes behind nginx for every test of a file here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import needs
from tests.chaos.gathering import gather
from tests.deploy.house import Two
from tests.services import RedisServer

__all__ = ["gather"]


@pytest.fixture(scope="module")
def two(
    prepared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    new_database: Callable[[], str],
    redis_server: RedisServer,
) -> Iterator[Two]:
    """A running house; it ends with the file."""
    needs.require("nginx")
    data = tmp_path_factory.mktemp("two") / "data"
    shutil.copytree(prepared, data)
    made = Two(data, DATABASE_URL=new_database(), REDIS_URL=redis_server.url)
    try:
        yield made.start()
    finally:
        made.stop()
