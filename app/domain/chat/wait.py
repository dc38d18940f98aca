"""The honest wait: a range from what closings took, or "we don't know yet"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ENOUGH_CLOSINGS = 20
WINDOW_DAYS = 28


@dataclass(frozen=True)
class Wait:
    """Minutes, as a range; both None where we do not know, both 0 where somebody is free now."""

    low: int | None
    high: int | None

    @property
    def known(self) -> bool:
        return self.low is not None


UNKNOWN = Wait(None, None)


def quartiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The 25th and 75th percentile, by linear interpolation between closest ranks."""
    ordered = sorted(seconds)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low, high = math.floor(place), math.ceil(place)
        return ordered[low] + (ordered[high] - ordered[low]) * (place - low)

    return at(0.25), at(0.75)


def estimate(ahead: int, handling_seconds: Sequence[float], capacity: int, free: int) -> Wait:
    """People ahead × the 25th–75th percentile of handling time ÷ capacity, in whole minutes.

    `free` is how many conversations the people online could take at once just now; `capacity` how many they can hold
    in all. While something is free and the queue is shorter than that, the wait is none. When nothing is free the
    people ahead, and the visitor, wait for a closing, so what divides is the whole capacity.
    Fewer than 20 closings in 28 days, or nobody online: unknown.
    """
    if capacity <= 0:
        return UNKNOWN
    if free > ahead:
        return Wait(0, 0)
    if len(handling_seconds) < ENOUGH_CLOSINGS:
        return UNKNOWN
    low, high = quartiles(handling_seconds)
    waiting = ahead + 1 - free
    return Wait(math.floor(waiting * low / capacity / 60), max(1, math.ceil(waiting * high / capacity / 60)))
