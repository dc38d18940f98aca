"""Tables for areas and for the online team's hours."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base


class Area(Base):
    """A country, region, municipality or branch. `code` is official where one exists: SE, SE-AC, SE-2482.

    `merged_into` is the code of the area that took this one over on `merged_on`.
    """

    __tablename__ = "area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    timezone: Mapped[str] = mapped_column(String(60))
    holidays: Mapped[str | None] = mapped_column(String(2))
    names: Mapped[dict[str, str]] = mapped_column(default=dict)
    website: Mapped[str | None] = mapped_column(String(300))
    merged_into: Mapped[str | None] = mapped_column(String(60))
    merged_on: Mapped[date | None]

    parent: Mapped[Area | None] = relationship(remote_side="Area.id")


class TeamSettings(Base):
    """The one online team: where its clock hangs, whose holidays it keeps, and whether its hours follow the rota.

    `second_step`: everybody must have one at log-in.
    """

    __tablename__ = "team_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    timezone: Mapped[str] = mapped_column(String(60))
    holidays: Mapped[str | None] = mapped_column(String(2))
    follows_rota: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_step: Mapped[bool] = mapped_column(default=False, server_default=false())


class TeamHours(Base):
    """One opening span a week; `day` is 0 for Monday. Several spans on a day make a lunch break."""

    __tablename__ = "team_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]


class TeamException(Base):
    """A single day that differs: closed when `opens` is empty. It wins over holidays and weekly hours."""

    __tablename__ = "team_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    opens: Mapped[time | None]
    closes: Mapped[time | None]
    note: Mapped[str] = mapped_column(String(120), default="")


class TeamDay(Base):
    """What the rota makes of one day: when somebody works, as [["08:00", "21:00"], …] in order, "00:00" being its end.

    Written by the rota whenever it changes; read in place of the weekly hours where the team follows it.
    """

    __tablename__ = "team_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    spans: Mapped[list[list[str]]] = mapped_column(default=list)
