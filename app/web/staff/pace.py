"""The pace at the desk: how long nobody has answered, who is here with what in hand, the end of a shift, the rush."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import request
from flask_login import current_user

from app.core import clock
from app.core.errors import Conflict
from app.domain.chat import pace, presence, queue, rules
from app.domain.chat.queries import DeskRow
from app.domain.chat.terms import Status
from app.web.filters import local_time


def around() -> dict[str, Any]:
    """What the lists say of the team: when each level of alert comes, who is here, my shift's end and the team's, the rush."""
    ends, until = pace.shift_ends(current_user.id), pace.swamped_until()
    return {
        "alerts": rules.now().alerts,
        "now": int(clock.now().timestamp()),
        "colleagues_here": presence.here(),
        "shift_ends": local_time(ends),
        "team_ends": local_time(queue.ends()),
        "swamped_until": local_time(until),
    }


def unanswered(row: DeskRow) -> datetime | None:
    """Since when somebody waits for words of ours; None where nobody does."""
    if row.status == Status.QUEUED:
        return row.since
    return row.said_at if row.status == Status.ACTIVE and row.waiting_on_us else None


def level(since: datetime | None) -> int:
    """How loud that is by now, 0 to 4; the page counts on by itself."""
    return pace.level((clock.now() - since).total_seconds(), rules.now().alerts) if since else 0


def mind_the_shift() -> None:
    """Whoever goes home soon is asked once more whether they take somebody on. A script has asked already."""
    if request.accept_mimetypes.best == "application/json" or request.form.get("sure"):
        return
    ends = pace.shift_ends(current_user.id)
    if ends is not None:
        raise Conflict("shift_ends", time=local_time(ends))
