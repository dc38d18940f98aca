"""What every test of the harness may ask for; figures, seed and dice come from tests/chaos/figures.py."""

from __future__ import annotations

from tests.chaos.figures import LONG, Figure, rounds
from tests.chaos.gathering import gather
from tests.chaos.houses import MANY, mortal
from tests.chaos.window import window

__all__ = ["LONG", "Figure", "gather", "mortal", "rounds", "window"]

if MANY:
    from tests.chaos.hosts import open_server, server

    __all__ += ["open_server", "server"]
