"""Everybody presses at the same moment: one gets the conversation, the others are told, and its log stays one true story."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from app.core import ids
from tests.chaos.conftest import Figure, rounds
from tests.chaos.screen_claims import House, claims, mix, race
from tests.server import Server

pytestmark = pytest.mark.timeout(7200)


@pytest.fixture(scope="module")
def one_house(open_server: Callable[..., Server]) -> Iterator[House]:
    made = House(open_server())
    yield made
    made.close()


@pytest.fixture
def house(one_house: House) -> Iterator[House]:
    with one_house.server.domain():
        yield one_house


def test_it_works(house: House, figure: Figure) -> None:
    count = rounds(1000, 10_000)
    won = claims(house, count)
    assert won.total() == count
    figure("claims on SQLite: races", count)
    house.tell(figure, "SQLite")


def test_the_winner_writes_and_the_loser_does_not(house: House) -> None:
    (conversation,) = house.waiting(1)
    winner = race(house, conversation)
    for one in house.staff:
        answer = one.at(conversation, "messages", claim=1, text="Hej!", key=ids.new_token())
        assert ("seq" in answer.said) if one.name == winner else answer.said["error"] == "claim_moved"


def test_claiming_ones_own_twice_is_claiming_once(house: House) -> None:
    (conversation,) = house.waiting(1)
    one = house.staff[0]
    assert one.at(conversation, "claim").said == one.at(conversation, "claim").said == {"claim": 1}


def test_everything_at_once(house: House, dice: random.Random, figure: Figure) -> None:
    accepted: Counter[str] = Counter()
    for _ in range(rounds(200, 2000)):
        accepted += mix(house, dice)
    for verb, count in sorted(accepted.items()):
        figure(f"mixes on SQLite: {verb} accepted", count)
