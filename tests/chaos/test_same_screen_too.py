"""What was pushed to a screen is what loading it anew would show: for the visitor, two at the desk and a coordinator.

The other half of the scripts: two files, so that two workers have them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.chaos.figures import Figure
from tests.chaos.same_screen import play
from tests.chaos.screen_world import here
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(0)]


def test_it_works(open_server: Callable[..., Server], chromium: Browser, seed: int, figure: Figure) -> None:
    with here(open_server(), chromium) as world:
        play(world, seed, figure, 1, 2)
