"""A private folder for what must lie in clear for a moment; what a killed run left of one goes with the next run."""

from __future__ import annotations

import fcntl
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BEGINS, BUSY = ".backup-", "busy"
# Between making a folder and holding its lock.
GRACE_SECONDS = 60


@contextmanager
def workroom(beside: Path) -> Iterator[Path]:
    """A folder that only we may enter, and that is gone afterwards, also when we are asked to stop in the middle."""
    tidy(beside)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with tempfile.TemporaryDirectory(prefix=BEGINS, dir=beside) as name, Path(name, BUSY).open("w") as busy:
            fcntl.flock(busy, fcntl.LOCK_EX)
            yield Path(name)
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_signal: int, _frame: object) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def tidy(folder: Path) -> None:
    """Removes those whose run was killed: words lie in them that no erasing finds. One under way holds its lock."""
    for left in folder.glob(f"{BEGINS}*"):
        if time.time() - left.stat().st_mtime < GRACE_SECONDS:
            continue
        try:
            with Path(left, BUSY).open("a") as busy:
                fcntl.flock(busy, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)
        except OSError:
            continue
