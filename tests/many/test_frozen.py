"""A PostgreSQL that is paused: the system answers for it. Guides are read all the same, and what was said is kept, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.many.database import WHO, Postgres
from tests.people import Visitor
from tests.server import Server

pytestmark = [pytest.mark.needs("postgresql"), pytest.mark.timeout(600)]
GUIDES = ("/sv/guide/eid-locked-se", "/da/guide/scam-victim-dk", "/ar/", "/en/search?q=BankID")


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    made = Postgres().start()
    made.run("CREATE DATABASE house")
    yield made
    made.stop()


def _say(visitor: Visitor, text: str) -> requests.Response:
    return visitor.script("/sv/chat/messages", {"text": text, "key": f"key-of-{visitor.conversation}"})


def test_it_works(postgres: Postgres, open_server: Callable[..., Server]) -> None:
    server = open_server(DATABASE_URL=f"postgresql://{WHO}@127.0.0.1:{postgres.port}/house")
    people = [server.visitor() for _ in range(40)]  # more than there are connections
    for number, one in enumerate(people):
        one.ask(f"question {number}")
    _read(server)
    with ThreadPoolExecutor(len(people) + 1) as at_once, postgres.frozen():
        for _again in range(2):  # with connections that were good, and with none
            waiting = [at_once.submit(_say, one, "said to nobody") for one in people]
            for _page in range(5):
                _read(server)
            assert not all(one.done() for one in waiting), "a guide waits for nobody"
            assert {one.result().status_code for one in waiting} == {503}
        assert requests.get(f"{server.url}/health", timeout=60).status_code == 503
    for one in people:
        assert _say(one, "said to nobody").status_code == 200
        assert [line.text for line in one.pull()].count("said to nobody") == 1


def _read(server: Server) -> None:
    for path in GUIDES:
        assert requests.get(server.url + path, timeout=60).status_code == 200
