"""What was pushed to a screen is what loading it anew would show: for the visitor, two at the desk and a coordinator."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Browser

from tests.chaos.conftest import Figure, rounds
from tests.chaos.screen_script import Step, script, shorter
from tests.chaos.screen_world import World
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(0)]
SCRIPTS, LENGTH = rounds(10, 2000), 300
TRIES = rounds(8, 200)


@pytest.fixture(scope="module")
def world(open_server: Callable[..., Server], chromium: Browser) -> Iterator[World]:
    made = World(open_server(), chromium)
    yield made
    made.close()


def _differ(world: World, steps: Sequence[Step], seed: str) -> dict[str, list[str]]:
    dice = random.Random(seed)
    world.begin(dice)
    pause = dice.randrange(len(steps)) if steps else 0
    world.play(steps[:pause], dice)
    found = world.compare()
    if found:
        return found
    world.play(steps[pause:], dice)
    return world.compare() or world.load(dice.choice(world.people))


def _told(found: dict[str, list[str]], steps: Sequence[Step], seed: str) -> str:
    screens = "\n".join(f"== {name}\n" + "\n".join(lines[:60]) for name, lines in found.items())
    return f"seed {seed!r}\n{screens}\nthe last of {len(steps)} steps:\n" + "\n".join(map(str, steps[-25:]))


def test_it_works(world: World, seed: int, figure: Figure) -> None:
    steps, began = 0, time.monotonic()
    for number in range(SCRIPTS):
        chance = f"{seed}/{number}"
        walk = script(random.Random(chance), LENGTH)
        found = _differ(world, walk, chance)
        if found:
            walk = shorter(walk, lambda some, chance=chance: bool(_differ(world, some, chance)), TRIES)
            pytest.fail(_told(found, walk, chance), pytrace=False)
        steps += len(walk)
    figure("same screen: scripts", SCRIPTS)
    figure("same screen: steps", steps)
    figure("same screen: a step, pages and all", 1000 * (time.monotonic() - began) / steps, "ms")
