"""Table of meanings: words that say the same, and questions that are no matter of ours."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Meaning(Base):
    """One meaning and its words by language. `whose` is empty, or says who answers what we have no matter for."""

    __tablename__ = "meaning"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    whose: Mapped[str] = mapped_column(String(20), default="")
    words: Mapped[dict[str, list[str]]] = mapped_column(default=dict)
