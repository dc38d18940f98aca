"""Stamps: what a step was made from, so that the next start can skip it."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def digest(paths: Iterable[Path], *words: str) -> str:
    """One fingerprint of the files' bytes, these words, this Python and this folder (environments do not move)."""
    mixed = hashlib.sha256("\0".join([*words, sys.version, str(ROOT)]).encode())
    for path in sorted(paths):
        mixed.update(path.relative_to(ROOT).as_posix().encode())
        mixed.update(path.read_bytes())
    return mixed.hexdigest()


def is_fresh(stamp: Path, value: str) -> bool:
    """Whether the step that wrote `stamp` was made from the same things."""
    try:
        return stamp.read_text(encoding="ascii") == value
    except (OSError, UnicodeDecodeError):
        return False


def write(stamp: Path, value: str) -> None:
    """Remembers, after the step succeeded."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="ascii")
