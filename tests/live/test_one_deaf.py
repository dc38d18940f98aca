"""Redis is out of reach of one of two hosts: the other, which hears nothing of that, asks quickly all the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from tests.chaos.line import Way
from tests.live.conftest import Pair
from tests.live.talk import Talk
from tests.many.faults import Road
from tests.people import Visitor
from tests.server import Server
from tests.services import RedisServer

pytestmark = [pytest.mark.needs("postgresql", "redis"), pytest.mark.timeout(300)]
SECRET = "the same on every host, and longer than thirty-two characters"
PATIENCE_SECONDS = 60


@pytest.fixture
def road(redis_server: RedisServer) -> Iterator[Road]:
    made = Road(redis_server.port)
    yield made
    made.stop()


def wait_until(true: Callable[[], bool], what: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.05)


def heard(side: Talk, text: str) -> bool:
    return any(line.text == text for line in list(side.log))


def test_it_works(
    pair: Callable[..., Pair],
    open_server: Callable[..., Server],
    new_database: Callable[[], str],
    redis_server: RedisServer,
    road: Road,
) -> None:
    """The visitor is on the host that lost it, the librarian on the other: what is said is there long before the slow pull."""
    shared = {"DATABASE_URL": new_database(), "SECRET_KEY": SECRET}
    here = open_server(REDIS_URL=redis_server.url, **shared)
    there = open_server(REDIS_URL=f"redis://127.0.0.1:{road.port}/0", **shared)
    one = pair(on=here)
    _, staff = one.begin(slow=3600)
    visitor = elsewhere(one.visitor, there)
    wait_until(lambda: staff.connected, "no socket")
    road.fail(Way.HALF_OPEN)
    visitor.send("said where nobody is heard")
    wait_until(lambda: heard(staff, "said where nobody is heard"), "the host that hears asks as seldom as ever")
    assert not staff.connected
    road.fail(Way.OPEN)
    wait_until(lambda: staff.connected, "it goes on asking quickly for ever")
    visitor.send("said where all are heard again")
    wait_until(lambda: heard(staff, "said where all are heard again"), "no poke")


def elsewhere(visitor: Visitor, server: Server) -> Visitor:
    """The same person, whose requests another host answers."""
    visitor.url = server.url
    return visitor
