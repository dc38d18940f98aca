"""A few tests that lost their patience on a crowded machine are tried once more, alone; what fails alone has failed.

Two cores run three workers here, each with servers, databases and a browser of its own. A test that waits for one of them can be
late without anything being wrong. What has no clock in it gets no second chance, nor do many: then something is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

# Folders whose tests wait for other processes: a server, a browser, a database.
CROWDED = ("browser", "chaos", "cli", "deploy", "live", "many", "security", "serving")
FEW = 5
SOME_FAILED = 1  # pytest's exit status: it ran to its end, and some tests did not pass


def second_chance(status: int, root: Path, pytest: Callable[[Sequence[str]], int], say: Callable[[str], None]) -> int:
    """The run's exit status after its few late tests were tried alone; all of them are named, whatever comes of it.

    `pytest` runs it with arguments and gives its exit status; `root` is where it keeps its note of what failed last."""
    failed = last_failed(root) if status == SOME_FAILED else []
    if not failed or len(failed) > FEW or not all(map(_crowded, failed)):
        return status
    say(f"Once more, alone, because a crowded machine may have made them late: {', '.join(failed)}")
    status = pytest(["-n", "0", *failed])
    if not status:
        say(f"Passed alone, late in the crowd: {', '.join(failed)}")
    return status


def last_failed(root: Path) -> list[str]:
    """Names of tests as pytest takes them."""
    note = root / ".pytest_cache" / "v" / "cache" / "lastfailed"
    return sorted(json.loads(note.read_text("utf-8"))) if note.is_file() else []


def _crowded(test: str) -> bool:
    return any(test.startswith(f"tests/{folder}/") for folder in CROWDED)
