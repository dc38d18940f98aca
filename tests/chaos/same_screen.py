"""A visitor, two at the desk and a coordinator, and whether what was pushed to their screens is what loading would show."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest

from tests.chaos.figures import Figure, rounds
from tests.chaos.screen_script import EVERYTHING, Step, script, shorter
from tests.chaos.screen_world import World

SCRIPTS, LENGTH = rounds(50, 2000), 300
TRIES = rounds(8, 200)


def _differ(world: World, steps: Sequence[Step], seed: str, verb: str) -> dict[str, list[str]]:
    """What was seen in the middle of a script, right after this verb, or at its end, that is not there when loaded anew."""
    dice = random.Random(seed)
    world.begin(dice)
    played = world.play(steps, dice, verb, earliest=dice.randrange(1 + len(steps) // 2))
    found = world.compare()
    if found:
        return found
    if played < len(steps):
        world.play(steps[played:], dice)
        found = world.compare()
    return found or world.load(dice.choice(world.people))


def _told(found: dict[str, list[str]], steps: Sequence[Step], seed: str) -> str:
    screens = "\n".join(f"== {name}\n" + "\n".join(lines[:60]) for name, lines in found.items())
    return f"seed {seed!r}\n{screens}\nthe last of {len(steps)} steps:\n" + "\n".join(map(str, steps[-25:]))


def play(world: World, seed: int, figure: Figure, part: int, parts: int) -> None:
    """One part of all scripts; a difference fails the test, with its script made shorter."""
    steps, began = 0, time.monotonic()
    # Each in its turn is the last before a comparison; a run of more scripts than verbs has them all.
    verbs = random.Random(seed).sample(list(EVERYTHING), len(EVERYTHING))
    mine = range(part, SCRIPTS, parts)
    for number in mine:
        chance, verb = f"{seed}/{number}", verbs[number % len(verbs)]
        walk = script(random.Random(chance), LENGTH)
        found = _differ(world, walk, chance, verb)
        if found:
            walk = shorter(walk, lambda some, chance=chance, verb=verb: bool(_differ(world, some, chance, verb)), TRIES)
            pytest.fail(_told(found, walk, f"{chance}, compared after {verb}"), pytrace=False)
        steps += len(walk)
    figure(f"same screen, part {part + 1} of {parts}: scripts", len(mine))
    figure(f"same screen, part {part + 1} of {parts}: steps", steps)
    figure(
        f"same screen, part {part + 1} of {parts}: a step, pages and all",
        1000 * (time.monotonic() - began) / steps,
        "ms",
    )
