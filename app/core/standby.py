"""A synchronous standby that is gone: PostgreSQL answers no commit until it is back, and each that waits keeps a connection.

Whoever comes after them is told at once that nothing can be saved; what is left of the connections is for those who read.
What waits is not cancelled: PostgreSQL would then show it as saved, and it would be lost if another standby took over.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core import db

# A standby that is only slow answers within this.
LATE_SECONDS = 2.0
_WAIT = text(
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE usename = current_user AND wait_event = 'SyncRep'"
    " AND query_start < clock_timestamp() - make_interval(secs => :late))"
)
# When each commit that is under way in this process began; and whether one was late, and nobody has asked since.
_under_way: dict[object, float] = {}
_doubted = False


@contextmanager
def watched() -> Iterator[None]:
    """Around a commit."""
    global _doubted
    me, began = object(), time.monotonic()
    _under_way[me] = began
    try:
        yield
    except BaseException:
        _doubted = _doubted or time.monotonic() - began > LATE_SECONDS
        raise
    finally:
        del _under_way[me]


def refuse(session: Session) -> None:
    """OperationalError where commits of ours, of this process or another, wait for a standby; asked only when one is late."""
    global _doubted
    if db.is_sqlite():
        return
    late = time.monotonic() - LATE_SECONDS
    if not _doubted and not any(began < late for began in tuple(_under_way.values())):
        return
    _doubted = bool(session.scalar(_WAIT, {"late": LATE_SECONDS}))
    if _doubted:
        import psycopg  # read where there is a PostgreSQL

        raise OperationalError(None, None, psycopg.OperationalError("no standby confirms what is saved"))
