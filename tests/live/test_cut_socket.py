"""200 messages each way over a line that fails: both sides end with the same list, nothing lost, nothing doubled."""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable

import pytest

from tests.live.conftest import Pair
from tests.live.talk import Talk
from tests.server import Server

MESSAGES = 200


def _speak(side: Talk, name: str, dice: random.Random) -> threading.Thread:
    """Says 200 things with pauses of up to 20 ms, in a thread of its own."""
    pauses = [dice.uniform(0, 0.02) for _ in range(MESSAGES)]

    def run() -> None:
        for number, pause in enumerate(pauses):
            side.say(f"{name} {number}: <b>å</b> & سلام")
            time.sleep(pause)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _both_speak(pair: Pair, dice: random.Random, meanwhile: Callable[[], None] = lambda: None) -> None:
    visitor, staff = pair.sides
    threads = [_speak(visitor, "visitor", dice), _speak(staff, "staff", dice)]
    while any(thread.is_alive() for thread in threads) or not all(side.idle for side in pair.sides):
        meanwhile()
        time.sleep(0.02)
    pair.settle()


def _assert_same(pair: Pair) -> None:
    """What each side shows is what is stored, in order; and everything said is there once."""
    truth = pair.truth()
    for side, name in zip(pair.sides, ("visitor", "staff"), strict=True):
        shown = [(line.seq, line.text) for line in side.log if line.side in ("mine", "theirs")]
        assert shown == [(seq, text) for seq, text in truth if text], name
        said = [text for _, text in truth if text.startswith(name)]
        assert said == [f"{name} {number}: <b>å</b> & سلام" for number in range(MESSAGES)]
    print(
        f"{pair.wire.cuts} cuts, {pair.wire.lost} answers lost, resent: {[dict(side.repeats) for side in pair.sides]}"
    )


def test_it_works(pair: Callable[..., Pair], dice: random.Random) -> None:
    one = pair()
    one.begin()

    def cut() -> None:
        if dice.random() < 0.1:
            one.wire.cut()

    _both_speak(one, dice, cut)
    _assert_same(one)
    assert one.wire.cuts > 10


def test_answers_that_never_arrive(pair: Callable[..., Pair], dice: random.Random) -> None:
    one = pair(lose=0.15)
    one.begin()
    _both_speak(one, dice)
    _assert_same(one)
    assert sum(side.repeats.total() for side in one.sides) > 20


def test_a_blocked_socket(pair: Callable[..., Pair], dice: random.Random) -> None:
    one = pair(sockets=False, lose=0.02)
    one.begin(sockets=False)
    _both_speak(one, dice)
    _assert_same(one)


def test_a_poke_brings_words_long_before_the_timer(pair: Callable[..., Pair]) -> None:
    one = pair()
    visitor, staff = one.begin(slow=60)
    waits = []
    for number in range(20):
        began = time.perf_counter()
        visitor.say(f"number {number}")
        while not any(line.text == f"number {number}" for line in staff.log):
            assert time.perf_counter() - began < 5
            time.sleep(0.001)
        waits.append(time.perf_counter() - began)
    print(f"seen by the other side: median {statistics.median(waits) * 1000:.0f} ms")
    assert statistics.median(waits) < 0.5


@pytest.mark.needs("postgresql", "redis")
def test_two_processes(
    pair: Callable[..., Pair],
    open_server: Callable[..., Server],
    postgresql_url: str,
    redis_url: str,
    dice: random.Random,
) -> None:
    one = pair(on=open_server(DATABASE_URL=postgresql_url, REDIS_URL=redis_url, WORKERS="2"), lose=0.05)
    one.begin()
    _both_speak(one, dice, lambda: one.wire.cut() if dice.random() < 0.05 else None)
    _assert_same(one)
