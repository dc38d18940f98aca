"""Tables of question trees: the structure, and one row of texts a language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.clock import now
from app.core.db import Base
from app.domain.guides.terms import GuideStatus, TranslationState


class Flow(Base):
    """One question tree. `structure` is flow.yaml's questions and outcomes; `draft` is what an editor has not published.

    `draft` is {"structure": …, "texts": {language: …}}, or None.
    """

    __tablename__ = "flow"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    status: Mapped[str] = mapped_column(String(20), default=GuideStatus.PUBLISHED)
    source_locale: Mapped[str] = mapped_column(String(10))
    structure: Mapped[dict[str, Any]] = mapped_column(default=dict)
    draft: Mapped[dict[str, Any] | None]
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    texts: Mapped[list[FlowText]] = relationship(cascade="all, delete-orphan", back_populates="flow")


class FlowText(Base):
    """Every word of a tree in one language, with the keys of the structure."""

    __tablename__ = "flow_text"
    __table_args__ = (UniqueConstraint("flow_id", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    flow_id: Mapped[int] = mapped_column(ForeignKey("flow.id", ondelete="CASCADE"))
    locale: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20), default=TranslationState.UP_TO_DATE)
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    flow: Mapped[Flow] = relationship(back_populates="texts")
