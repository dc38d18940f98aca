"""What strangers tried, as numbers: how often, never who or what. One line a minute in the log, totals for whoever asks."""

from __future__ import annotations

import logging
import time
from collections import Counter
from enum import StrEnum

log = logging.getLogger(__name__)
SECONDS = 60.0


class Odd(StrEnum):
    """What is counted; the values are the words of the log line."""

    MALFORMED = "malformed socket packets"
    FLOOD = "sockets closed for talking too fast"
    OVERSIZE = "messages or forms above the size limit"
    STRANGER = "sockets closed because they never said who they are"
    BAD_HANDSHAKE = "socket openings refused as not ours"
    NO_ROOM = "socket openings refused because there were too many"
    TOO_MANY_DEVICES = "sockets closed because the same conversation or person opened more"
    SLOW = "connections closed for trickling"
    CROWDED = "idle connections closed to make room"
    BAD_REQUEST = "requests that could not be understood"
    LIMITED = "requests refused at a limit"


_totals: Counter[Odd] = Counter()
_said: Counter[Odd] = Counter()
_next = 0.0


def note(what: Odd) -> None:
    """Counts one."""
    _totals[what] += 1


def totals() -> dict[str, int]:
    """Since this process began, by name."""
    return {one.name.lower(): _totals[one] for one in Odd}


def say(now: float | None = None) -> str:
    """At most once a minute: logs what has happened since it last did, and gives that line ("" when there was nothing)."""
    global _next
    now = time.monotonic() if now is None else now
    if now < _next:
        return ""
    _next = now + SECONDS
    new = _totals - _said
    _said.update(new)
    line = "; ".join(f"{count} {what.value}" for what, count in new.most_common())
    if line:
        log.warning("since last told: %s", line)
    return line
