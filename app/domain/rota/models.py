"""Tables for the rota: who works when, who is on call, and what was agreed to differ on a day."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.core.ids import public_id
from app.domain.accounts.models import StaffMember
from app.domain.rota.terms import ShiftKind, SwapState


class Shift(Base):
    """A shift that comes every `every` weeks on the weekday of `first_day`, through `last_day` (empty: until further notice).

    Wall-clock times of the team's clock; `ends` at or before `starts` is on the next day. Without a member it is open:
    nobody has it yet. `every` 0: on its first day alone. One that ended the day before it began was taken out.
    `batch`: shared by those that came in one go, so that they can go together.
    """

    __tablename__ = "shift"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default=ShiftKind.STAFFED)
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date | None] = mapped_column(index=True)
    every: Mapped[int] = mapped_column(default=1)
    starts: Mapped[time]
    ends: Mapped[time]
    batch: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(default=now)

    staff: Mapped[StaffMember | None] = relationship()


class ShiftSwap(Base):
    """That one shift on one day is somebody else's, or asked to be. `to`: who takes it; empty: nobody, it falls out.

    Open to everybody while `to` is empty and it is only asked for. Never two agreed for one shift and day: what is
    agreed later replaces what was.
    """

    __tablename__ = "shift_swap"
    __table_args__ = (
        Index(
            "uq_shift_swap_agreed",
            "shift_id",
            "day",
            unique=True,
            sqlite_where=text("state = 'agreed'"),
            postgresql_where=text("state = 'agreed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    shift_id: Mapped[int] = mapped_column(ForeignKey("shift.id", ondelete="CASCADE"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    to_staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=SwapState.ASKED)
    note: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]

    shift: Mapped[Shift] = relationship()
    to: Mapped[StaffMember | None] = relationship(foreign_keys=[to_staff_id])
    asked_by: Mapped[StaffMember | None] = relationship(foreign_keys=[asked_by_id])


class RotaChoice(Base):
    """What somebody chose for themselves: most hours a week (empty: not said), and the hash of their calendar's secret."""

    __tablename__ = "rota_choice"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True)
    most_hours: Mapped[int | None]
    calendar_hash: Mapped[str | None] = mapped_column(String(64), unique=True)

    staff: Mapped[StaffMember] = relationship()
