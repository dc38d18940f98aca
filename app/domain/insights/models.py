"""Table of registered questions. No personal data: a day, a matter, an area, an outcome."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.ids import public_id


class Inquiry(Base):
    """One registered question, from any channel. `effort` is READ 1–6, empty where nobody was helped."""

    __tablename__ = "inquiry"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    day: Mapped[date] = mapped_column(index=True)
    channel: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(20))
    locale: Mapped[str] = mapped_column(String(10))
    effort: Mapped[int | None]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    referred_to_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="SET NULL"))
    wrongly_sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="SET NULL"))
