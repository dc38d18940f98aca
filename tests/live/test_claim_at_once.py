"""Two colleagues claim the same conversation at the same moment: one gets it, the other is told who did."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests import factories
from tests.people import Staff
from tests.server import Server


def _waiting(server: Server, count: int) -> list[str]:
    """So many conversations in the queue."""
    with server.domain():
        return [factories.visitor(f"Fråga {number}").public_id for number in range(count)]


def _race(one: Staff, two: Staff, conversation: str) -> tuple[requests.Response, requests.Response]:
    start = threading.Barrier(2)

    def run(who: Staff) -> requests.Response:
        start.wait(5)
        return who.claim(conversation)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(run, one), pool.submit(run, two)
        return first.result(), second.result()


def _races(server: Server, rounds: int) -> Counter[str]:
    """Races over HTTP; how often each won. Fails at the first race without exactly one winner."""
    karin, bo = server.staff(f"Karin {rounds}"), server.staff(f"Bo {rounds}")
    won: Counter[str] = Counter()
    for conversation in _waiting(server, rounds):
        answers = _race(karin, bo, conversation)
        assert sorted(answer.status_code for answer in answers) == [200, 409], [answer.text for answer in answers]
        lucky = f"Karin {rounds}" if answers[0].status_code == 200 else f"Bo {rounds}"
        refused = answers[answers[0].status_code == 200].json()
        assert refused["error"] == "claimed_by_other"
        assert lucky in refused["message"]
        won[lucky] += 1
    return won


def test_it_works(server: Server) -> None:
    won = _races(server, 200)
    assert won.total() == 200
    print(f"won: {dict(won)}")


def test_the_winner_writes_and_the_loser_does_not(server: Server) -> None:
    karin, bo = server.staff("Karin Writes"), server.staff("Bo Writes")
    (conversation,) = _waiting(server, 1)
    one, two = _race(karin, bo, conversation)
    winner, loser = (karin, bo) if one.status_code == 200 else (bo, karin)
    number = (one if one.status_code == 200 else two).json()["claim"]
    assert winner.send(conversation, number, "Hej!")["seq"]
    assert loser.send(conversation, number, "Hej!")["error"] == "claim_moved"


def test_claiming_ones_own_twice_is_claiming_once(server: Server) -> None:
    karin = server.staff("Karin Twice")
    (conversation,) = _waiting(server, 1)
    one, two = _race(karin, karin, conversation)
    assert (one.status_code, two.status_code) == (200, 200)
    assert one.json() == two.json()


@pytest.mark.needs("postgresql", "redis")
def test_two_processes_on_postgresql(open_server: Callable[..., Server], postgresql_url: str, redis_url: str) -> None:
    server = open_server(DATABASE_URL=postgresql_url, REDIS_URL=redis_url, WORKERS="2")
    assert _races(server, 60).total() == 60
