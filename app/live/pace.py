"""How often one socket is heard about something: what comes sooner costs nothing."""

from __future__ import annotations

import time
from typing import Any


def too_soon(kept: dict[str, Any], what: str, seconds: float) -> bool:
    """Whether this socket said the same less than `seconds` ago. `kept` is what the server remembers of the socket."""
    now = time.monotonic()
    if now - kept.get(what, float("-inf")) < seconds:
        return True
    kept[what] = now
    return False
