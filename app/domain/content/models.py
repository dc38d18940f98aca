"""Table of what the loader wrote last, so that an editor's work is recognised and left alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.clock import now
from app.core.db import Base
from app.domain.content.terms import MarkState


class ContentMark(Base):
    """One loaded thing: what the files said, and what stood in the database right after loading it (digests)."""

    __tablename__ = "content_mark"
    __table_args__ = (UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=MarkState.LOADED)
    file_digest: Mapped[str] = mapped_column(String(64))
    row_digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(default=now)
