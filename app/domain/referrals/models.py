"""Table of links followed to outside services: a day, a page, a service, how many."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Referral(Base):
    """`page` is what the link stood on, as `guide:eid-locked-se`. Nothing of the reader, not even the language."""

    __tablename__ = "referral"
    __table_args__ = (UniqueConstraint("day", "page", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(index=True)
    page: Mapped[str] = mapped_column(String(100))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), index=True)
    count: Mapped[int] = mapped_column(default=1)
