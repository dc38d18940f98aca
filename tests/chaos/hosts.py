"""With CHAOS_HOUSE=many, in place of the servers that tests are given: two processes behind nginx, on PostgreSQL and Redis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.chaos.houses import many
from tests.server import Server


@contextmanager
def hosts(
    prepared: Path, folders: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Server]]:
    made: list[Server] = []

    def make(**more: str) -> Server:
        made.append(many(request, folders.mktemp("many") / "data", prepared, "wsgi", **more))
        return made[-1].start()

    yield make
    for one in made:
        one.stop()


@pytest.fixture(scope="module")
def open_server(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Server]]:
    with hosts(prepared, tmp_path_factory, request) as make:
        yield make


@pytest.fixture(scope="session")
def server(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Server]:
    with hosts(prepared, tmp_path_factory, request) as make:
        yield make()
