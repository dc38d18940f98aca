"""The room of the shift: what colleagues say to each other beside all conversations. Masked like messages, gone after a week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from app.core import clock, db, disk
from app.core.db import added, session
from app.core.errors import Invalid
from app.core.unit import record, unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.chat import log
from app.domain.chat.events import SaidInRoom
from app.domain.chat.models import ShiftLine
from app.domain.chat.permissions import StaffActor

KEPT_DAYS = 7
MOST = 300


@dataclass(frozen=True)
class Said:
    """One line. `masked`: numbers we hid in it."""

    id: int
    who: str
    text: str
    masked: int
    at: datetime


def say(actor: StaffActor, text: str, key: str) -> int:
    """Adds a line, once for each key; gives its number."""
    if not key or len(key) > 64:
        raise Invalid("key_missing")
    words = log.accepted(text, 0)
    line = ShiftLine(staff_id=actor.id, text=words.text, masked=words.numbers, client_key=key)
    if not added(line):
        mine = (ShiftLine.staff_id == actor.id, ShiftLine.client_key == key)
        return session.execute(select(ShiftLine.id).where(*mine)).scalar_one()
    record(SaidInRoom())
    return line.id


def lines(most: int = MOST) -> list[Said]:
    """The latest ones, in the order they were said."""
    query = (
        select(ShiftLine.id, StaffMember.name, ShiftLine.text, ShiftLine.masked, ShiftLine.created_at)
        .join(StaffMember, StaffMember.id == ShiftLine.staff_id)
        .order_by(ShiftLine.id.desc())
        .limit(most)
    )
    return [Said(*row) for row in reversed(session.execute(query).all())]


def forget() -> int:
    """What is older than a week is gone, from the disk too; a job. Returns how many."""
    late = ShiftLine.created_at < clock.now() - clock.days(KEPT_DAYS)
    if session.execute(select(ShiftLine.id).where(late).limit(1)).first() is None:
        return 0
    with unit_of_work():
        gone = db.changed(delete(ShiftLine).where(late))
        disk.words_gone()
    return gone
