"""The only synchronous standby is gone: nothing is said to be saved, who reads goes on reading, what was said is kept, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.chaos.figures import Figure, rounds
from tests.many.database import Twins
from tests.people import Visitor
from tests.server import Server

pytestmark = [pytest.mark.needs("postgresql"), pytest.mark.timeout(600)]
ROUNDS = rounds(2, 6)
# Each person's own, so from no memory of the process.
READ = "/sv/chat"


def _say(visitor: Visitor, text: str) -> requests.Response:
    return visitor.script("/sv/chat/messages", {"text": text, "key": f"key-of-{visitor.conversation}"})


def _waiting(twins: Twins) -> int:
    with twins.first.open() as connection:
        found = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'").fetchone()
    return int(found[0]) if found else 0


def test_it_works(twins: Twins, open_server: Callable[..., Server], figure: Figure) -> None:
    server = open_server(DATABASE_URL=twins.url)
    people = [server.visitor() for _ in range(40)]  # more than there are connections
    for number, one in enumerate(people):
        one.ask(f"question {number}")
    twins.second.crash()
    left = []
    with ThreadPoolExecutor(len(people)) as at_once:
        for _again in range(ROUNDS):
            answers = list(at_once.map(lambda one: _say(one, "said to nobody"), people))
            assert {one.status_code for one in answers} == {503}
            left.append(_waiting(twins))
            pages = list(at_once.map(lambda one: one.http.get(f"{server.url}{READ}", timeout=60), people))
            assert {one.status_code for one in pages} == {200}
    assert left[-1] == left[0], f"connections that wait grow: {left}"
    figure("standby gone: connections that wait for it", left[-1])
    twins.mend()
    until = time.monotonic() + 30
    while _waiting(twins):
        assert time.monotonic() < until, "they wait for a standby that is there"
        time.sleep(0.05)
    for one in people:
        assert _say(one, "said to nobody").status_code == 200
        assert [line.text for line in one.pull()].count("said to nobody") == 1
