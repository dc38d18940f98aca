"""Table of recurring work: when each is due next, which process is at it, and how it went the last time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Job(Base):
    """One recurring verb. `leased_until`: `runner` is at it until then; past, and still there, it died in the middle.

    `started_at` is its last beginning, `finished_at` its last good end, with what it `done` and how many `seconds` it took.
    `failures` counts those in a row; `error` says their kind and place, never the words, which may quote a row.
    """

    __tablename__ = "job"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    runner: Mapped[str] = mapped_column(String(120), default="", server_default="")
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    done: Mapped[int | None]
    seconds: Mapped[float | None]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str] = mapped_column(String(300), default="", server_default="")
