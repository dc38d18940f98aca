"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def fresh(path: Path) -> Iterator[Path]:
    """A file to write, for our own eyes, that takes its name only when it is whole."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        half.touch(mode=0o600)
        yield half
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
