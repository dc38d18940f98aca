"""Whether this process is on its way out: it answers what it has begun, and asks for nothing new."""

from __future__ import annotations

_since: list[bool] = []


def begin() -> None:
    """From now on /readyz says no, so whatever stands in front sends new visitors elsewhere."""
    if not _since:
        _since.append(True)


def end() -> None:
    """For tests, which share one process."""
    _since.clear()


def is_on() -> bool:
    return bool(_since)
