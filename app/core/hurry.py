"""Whether somebody waits for what this greenlet asks the database, or it is regular work that may take as long as it takes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_here = threading.local()


@contextmanager
def unhurried() -> Iterator[None]:
    """Within it, in this greenlet, nobody waits."""
    _here.unhurried = True
    try:
        yield
    finally:
        _here.unhurried = False


def is_hurried() -> bool:
    return not getattr(_here, "unhurried", False)
