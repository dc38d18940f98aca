"""What this process does, as plain numbers: adding one costs nothing worth measuring. serving/metrics.py hands them out."""

from __future__ import annotations

import resource
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.core import clock, draining, storage, tally
from app.core.events import Event

# Upper ends, in seconds; what took longer than the last is counted after it.
REQUEST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LATE_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
STAFF, API, SOCKET, PUBLIC = "staff", "api", "socket", "public"
PULLED = "/messages"

pages_from_memory = 0
pages_made = 0
# (face, hundreds of the status) -> [seconds in all, how many in each bucket …]
_requests: dict[tuple[str, int], list[float]] = {}
_late: list[float] = [0.0] * (len(LATE_BUCKETS) + 2)
_counts: Counter[str] = Counter()
_refused: Counter[str] = Counter()
_facts: Counter[str] = Counter()
_pulls: Counter[str] = Counter()


def request(path: str, status: int | None, seconds: float) -> None:
    """One answer. Of its address only the face is kept, and whether it was a pull."""
    first, _, rest = path[1:].partition("/")
    if rest.startswith(STAFF):
        face = STAFF
    else:
        face = API if first == API else SOCKET if first == "socket.io" else PUBLIC
    if path.endswith(PULLED):
        _pulls[face] += 1
    key = (face, (status or 0) // 100)
    row = _requests.get(key)
    if row is None:
        row = _requests[key] = [0.0] * (len(REQUEST_BUCKETS) + 2)
    row[0] += seconds
    row[bisect_left(REQUEST_BUCKETS, seconds) + 1] += 1


def late(seconds: float) -> None:
    """How much later than it asked the loop came back to somebody."""
    _late[0] += seconds
    _late[bisect_left(LATE_BUCKETS, seconds) + 1] += 1


def count(what: str) -> None:
    """One more of something that should not happen."""
    _counts[what] += 1


def refused(code: str) -> None:
    """Somebody was told no, by one of the codes in web/sentences.py."""
    _refused[code] += 1


def heard(event: Event) -> None:
    """A committed fact. Only its kind is kept; one that is a new line of a conversation is counted as that too."""
    _facts[type(event).__name__] += 1
    if getattr(event, "also", None) is False:
        _counts["lines"] += 1


def counted() -> dict[str, Any]:
    """What only grows while this process lives; ready for JSON."""
    times = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "requests": {f"{face} {hundreds}": row for (face, hundreds), row in _requests.items()},
        "late": _late,
        "pages_from_memory": pages_from_memory,
        "pages_made": pages_made,
        "lines": _counts["lines"],
        "pokes_dropped": _counts["pokes_dropped"],
        "refused": dict(_refused),
        "facts": dict(_facts),
        "pulls": dict(_pulls),
        "odd": tally.totals(),
        "cpu_seconds": times.ru_utime + times.ru_stime,
    }


def state() -> dict[str, float]:
    """How this process is just now."""
    since = storage.failing_since()
    return {
        "memory_bytes": _memory(),
        "open_files": _open_files(),
        "most_open_files": resource.getrlimit(resource.RLIMIT_NOFILE)[0],
        "draining": float(draining.is_on()),
        "storage_failing_seconds": (clock.now() - since).total_seconds() if since else 0.0,
    }


def _open_files() -> float:
    with suppress(OSError):
        return float(sum(1 for _ in Path("/proc/self/fd").iterdir()))
    return 0.0


def _memory() -> float:
    with suppress(OSError, ValueError, IndexError):
        return float(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0
