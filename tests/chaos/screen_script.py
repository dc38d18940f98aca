"""Scripts of the product's verbs: drawn by chance, told in one line a step, and made shorter while they still fail."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# How often each verb comes, of a hundred or so. What ends a conversation comes seldom, what opens it again at once.
VISITOR = {
    "ask": 4,
    "write": 16,
    "close": 3,
    "reopen": 6,
    "rate": 2,
    "seen": 3,
    "new_code": 1,
    "leave_message": 0.8,
    "here": 0.5,
    "leave": 0.6,
    "erase": 0.4,
}
STAFF = {
    "claim": 14,
    "answer": 16,
    "note": 5,
    "card": 4,
    "transfer": 6,
    "give_back": 5,
    "promise": 4,
    "end": 4,
    "read": 4,
    "availability": 4,
    "next": 3,
    "warn": 2,
    "block": 0.3,
    "beat": 1,
    "take": 2,
    "not_now": 2,
    "take_back": 1,
    "bring_in": 4,
    "join": 3,
    "guest_writes": 2,
    "step_out": 1,
    "room": 1,
    "due": 2,
    "owner": 1.5,
    "read_along": 1.5,
    "take_over": 1,
}
PAGES = {"tongue": 0.7, "visitor_presses_send": 0.6, "holder_presses_send": 0.6, "somebody_presses_claim": 0.6}
EVERYTHING = VISITOR | STAFF | PAGES
TALKS, STAFFED = 3, 3
# The first conversation is the one on the screens.
WEIGHTS = (6, 2, 1)


@dataclass(frozen=True)
class Step:
    """One verb. `talk`: in which conversation; `who`: which of the staff, where its holder does not; `dice`: all else."""

    verb: str
    talk: int
    who: int
    dice: int

    def __str__(self) -> str:
        return f"{self.verb}(talk={self.talk}, who={self.who}, dice={self.dice})"


def script(dice: random.Random, length: int) -> list[Step]:
    """So many steps by chance."""
    verbs = dice.choices(list(EVERYTHING), list(EVERYTHING.values()), k=length)
    return [
        Step(verb, dice.choices(range(TALKS), WEIGHTS)[0], dice.randrange(STAFFED), dice.randrange(10**6))
        for verb in verbs
    ]


def shorter(steps: Sequence[Step], fails: Callable[[Sequence[Step]], bool], tries: int) -> list[Step]:
    """Drops halves, quarters… of a failing script as long as what is left still fails, in so many tries."""
    left, size = list(steps), max(1, len(steps) // 2)
    while tries and size:
        place = 0
        while place < len(left) and tries:
            without = left[:place] + left[place + size :]
            tries -= 1
            if without and fails(without):
                left = without
            else:
                place += size
        size //= 2
    return left
