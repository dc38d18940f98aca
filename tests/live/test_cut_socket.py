"""Where sockets are blocked 200 messages each way arrive all the same; where they are not, a poke brings them at once.

Lines that fail in other ways, and houses that die: tests/chaos.
"""

from __future__ import annotations

import random
import statistics
import threading
import time
from collections.abc import Callable

from tests.live.conftest import Pair
from tests.live.talk import Talk

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


def _both_speak(pair: Pair, dice: random.Random) -> None:
    visitor, staff = pair.sides
    threads = [_speak(visitor, "visitor", dice), _speak(staff, "staff", dice)]
    while any(thread.is_alive() for thread in threads) or not all(side.idle for side in pair.sides):
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
    print(f"{pair.wire.lost} answers lost, resent: {[dict(side.repeats) for side in pair.sides]}")


def test_it_works(pair: Callable[..., Pair], dice: random.Random) -> None:
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
