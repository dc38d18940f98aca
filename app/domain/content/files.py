"""The files of a content folder as bytes, and one digest of them all, so that an unchanged folder is known at once."""

from __future__ import annotations

import hashlib
from pathlib import Path

# Counted into the digest: raise it when a reader begins to understand the same files differently.
FORMAT = b"2"
ENDINGS = (".yaml", ".md")


def gather(folder: Path) -> dict[str, bytes]:
    """Every content file under `folder` by its path from there, with forward slashes, in order."""
    found = (path for path in folder.rglob("*") if path.suffix in ENDINGS and path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: names[name].read_bytes() for name in sorted(names)}


def digest(tree: dict[str, bytes]) -> str:
    """SHA-256 over names and contents."""
    total = hashlib.sha256(FORMAT)
    for name, content in tree.items():
        total.update(f"\n{name}\n{len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()
