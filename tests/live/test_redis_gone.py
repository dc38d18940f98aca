"""Two processes whose Redis dies: words still arrive by pulling, and pokes are back soon after Redis is."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.live.conftest import Pair
from tests.live.talk import Talk
from tests.server import Server
from tests.services import RedisServer

pytestmark = pytest.mark.needs("postgresql", "redis")


def _seconds_until(seen_by: Talk, text: str, within: float) -> float:
    began = time.monotonic()
    while not any(line.text == text for line in list(seen_by.log)):
        assert time.monotonic() - began < within, f"{text!r} was not seen within {within} s"
        time.sleep(0.01)
    return time.monotonic() - began


def test_it_works(
    pair: Callable[..., Pair], open_server: Callable[..., Server], postgresql_url: str, redis_server: RedisServer
) -> None:
    one = pair(on=open_server(DATABASE_URL=postgresql_url, REDIS_URL=redis_server.url, WORKERS="2"))
    visitor, staff = one.begin(slow=60)
    for number in range(3):
        time.sleep(1.2)  # longer than the timeout towards Redis: silence must not cost the subscription
        visitor.say(f"with Redis {number}")
        assert _seconds_until(staff, f"with Redis {number}", 3) < 1.5
    redis_server.stop()
    visitor.say("without Redis")
    assert _seconds_until(staff, "without Redis", 12) < 5
    redis_server.start()
    time.sleep(2)
    # Each process resubscribes by itself; whichever answered, the other side is poked again.
    waits = []
    for number in range(4):
        visitor.say(f"back {number}")
        waits.append(_seconds_until(staff, f"back {number}", 10))
    assert max(waits) < 3, waits
