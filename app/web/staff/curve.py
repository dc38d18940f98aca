"""Today's curve as a drawing: three lines over the half hours, each with its own stroke, so that nobody needs colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.chat.overview import Slot
from app.web.filters import local_time

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 720, 200, 32, 12, 26
MOST_TIMES = 8


@dataclass(frozen=True)
class Drawn:
    """Points of each line, where the hours and the counts stand. `width` grows with nothing: the picture is scaled."""

    lines: dict[str, str]
    times: list[tuple[int, str]]
    counts: list[tuple[int, int]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def drawn(slots: Sequence[Slot]) -> Drawn | None:
    """None where there is nothing to draw."""
    if len(slots) < 2:
        return None
    top = max([4, *(max(one.asked, one.answered, one.left) for one in slots)])
    across = (WIDTH - LEFT - 12) / (len(slots) - 1)

    def at(place: int) -> int:
        return round(LEFT + place * across)

    def up(count: int) -> int:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * count / top)

    lines = {
        name: " ".join(f"{at(place)},{up(getattr(one, name))}" for place, one in enumerate(slots))
        for name in ("asked", "answered", "left")
    }
    step = max(2, -(-len(slots) // MOST_TIMES))
    times = [(at(place), local_time(slots[place].begins)) for place in range(0, len(slots), step)]
    return Drawn(lines, times, [(up(count), count) for count in (0, top // 2, top)])
