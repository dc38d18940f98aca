"""Words to the operator: one line a step, one sentence when it cannot go on."""

from __future__ import annotations

import sys


class Stop(Exception):
    """It cannot go on; the message is one clear sentence."""


def step(text: str) -> None:
    """Tells what is happening, so that a first start does not look stuck."""
    print(f"· {text}", file=sys.stderr, flush=True)
