"""Limits in Redis: the same for every process; when Redis is gone each counts alone, and nobody waits for it."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from app.core.shares import Here, Rate, Together
from tests.services import RedisServer

RATE = Rate(3, 60)


@pytest.fixture
def pair(redis_server: RedisServer) -> Iterator[tuple[Together, Together]]:
    """Two processes' counts."""
    yield Together(redis_server.url), Together(redis_server.url)
    redis_server.start() if redis_server._process is None else None


def test_it_works(pair: tuple[Together, Together]) -> None:
    one, other = pair
    key = f"shared:{time.monotonic_ns()}"
    assert [one.take([(key, RATE)]), other.take([(key, RATE)]), one.take([(key, RATE)])] == [0, 0, 0]
    assert 18 < other.take([(key, RATE)]) <= 20
    one.clear(key)
    assert other.take([(key, RATE)]) == 0


def test_all_or_nothing(pair: tuple[Together, Together]) -> None:
    one, other = pair
    key, full = f"all:{time.monotonic_ns()}", f"full:{time.monotonic_ns()}"
    assert one.take([(key, RATE), (full, Rate(1, 60))]) == 0
    assert other.take([(key, RATE), (full, Rate(1, 60))]) > 50
    assert [one.take([(key, RATE)]) for _ in range(2)] == [0, 0]


def test_it_counts_as_memory_does(pair: tuple[Together, Together]) -> None:
    here, key = Here(), f"same:{time.monotonic_ns()}"
    for _ in range(6):
        in_memory, in_redis = here.take([(key, RATE)]), pair[0].take([(key, RATE)])
        assert abs(in_memory - in_redis) < 1


def test_a_redis_that_does_not_answer_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        one = Together(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        assert [one.take([("k", RATE)]) for _ in range(3)] == [0, 0, 0]


def test_redis_gone(pair: tuple[Together, Together], redis_server: RedisServer) -> None:
    one, key = pair[0], f"gone:{time.monotonic_ns()}"
    assert one.take([(key, RATE)]) == 0
    redis_server.stop()
    assert [one.take([(key, RATE)]) for _ in range(3)] == [0, 0, 0]
    assert one.take([(key, RATE)]) > 0, "alone, it still counts"
    redis_server.start()
    one._not_before = 0.0
    assert one.take([(key, RATE)]) == 0
