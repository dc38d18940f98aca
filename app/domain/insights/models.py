"""Tables of what was asked, and of what people could not find. Nothing about who: days, never moments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.ids import public_id
from app.domain.guides.models import Matter
from app.domain.insights.terms import UnfoundState


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


class SearchMiss(Base):
    """How many searches ended without a sure answer, by day, language and country (empty where none was chosen)."""

    __tablename__ = "search_miss"
    __table_args__ = (UniqueConstraint("day", "locale", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    locale: Mapped[str] = mapped_column(String(10))
    country: Mapped[str] = mapped_column(String(2), default="")
    count: Mapped[int] = mapped_column(default=1)


class SearchSeen(Base):
    """That the same words were searched for on a day, under a keyed hash: the words themselves are not here."""

    __tablename__ = "search_seen"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)


class Unfound(Base):
    """Words that the search had no sure answer to, for editors. `digest` knows the same words when they come again.

    `keyword` is what an editor made of them, added to `matter` in `keyword_locale`.
    """

    __tablename__ = "unfound"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True, default=public_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    words: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    days: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(10), default=UnfoundState.OPEN, index=True)
    handled_at: Mapped[datetime | None]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id", ondelete="SET NULL"), index=True)
    keyword_locale: Mapped[str | None] = mapped_column(String(10))
    keyword: Mapped[str | None] = mapped_column(String(80))

    matter: Mapped[Matter | None] = relationship()

    @property
    def titles(self) -> dict[str, str]:
        """What the matter is called, by language; empty where there is none."""
        return {name.locale: name.title for name in self.matter.names} if self.matter else {}
