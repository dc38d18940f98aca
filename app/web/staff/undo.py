"""What an Undo puts back, in the address of the page that offers it: sealed, so that nobody writes it there for a colleague."""

from __future__ import annotations

import hmac

from app.core import ids
from app.web.session import me


def sealed(before: str, now: str) -> str:
    """`before`, for whoever changed it and for as long as `now` is how it stands."""
    return f"{before}.{_seal(before, now)}"


def opened(carried: str, now: str) -> str:
    """What was sealed so; "" for anything else."""
    before, _, seal = carried.rpartition(".")
    return before if hmac.compare_digest(seal.encode(), _seal(before, now).encode()) else ""


def _seal(before: str, now: str) -> str:
    return ids.keyed_digest("\x1f".join(("undo", me().public_id, before, now)))[:40]
