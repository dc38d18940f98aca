"""Tables for areas and for the online team's hours."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import ForeignKey, String
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
    """The one online team: where its clock hangs, whose holidays it keeps."""

    __tablename__ = "team_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    timezone: Mapped[str] = mapped_column(String(60))
    holidays: Mapped[str | None] = mapped_column(String(2))


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
