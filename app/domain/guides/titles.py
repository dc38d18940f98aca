"""A guide or a matter in a few words, for cards in a chat and for what a visitor brings along."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import session
from app.domain.guides.models import Guide, GuideTranslation, Matter, MatterName, Topic
from app.domain.guides.terms import GuideStatus


@dataclass(frozen=True)
class GuideBrief:
    """A guide's titles and summaries by language; `matter` is its code."""

    slug: str
    matter: str
    revision: int
    source_locale: str
    titles: dict[str, str]
    summaries: dict[str, str]


def guide_brief(slug: str) -> GuideBrief | None:
    """The published guide of this slug, or None."""
    rows = session.execute(
        select(Guide.slug, Matter.code, Guide.revision, Guide.source_locale, GuideTranslation.locale,
               GuideTranslation.title, GuideTranslation.summary)
        .join(Matter, Matter.id == Guide.matter_id)
        .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
        .where(Guide.slug == slug, Guide.status == GuideStatus.PUBLISHED)
    ).all()  # fmt: skip
    if not rows:
        return None
    first = rows[0]
    titles = {row.locale: row.title for row in rows}
    summaries = {row.locale: row.summary for row in rows}
    return GuideBrief(first.slug, first.code, first.revision, first.source_locale, titles, summaries)


def matter_titles(code: str) -> dict[str, str]:
    """A matter's title by language; empty for an unknown code."""
    rows = session.execute(select(MatterName.locale, MatterName.title).join(Matter).where(Matter.code == code)).all()
    return {row.locale: row.title for row in rows}


def all_matter_titles() -> dict[str, dict[str, str]]:
    """Every matter's titles by language, keyed by code."""
    found: dict[str, dict[str, str]] = {}
    for code, locale, title in session.execute(
        select(Matter.code, MatterName.locale, MatterName.title).join(MatterName).order_by(Matter.code)
    ):
        found.setdefault(code, {})[locale] = title
    return found


def topic_names(slug: str) -> dict[str, str]:
    """A topic's name by language; empty for an unknown slug."""
    return session.execute(select(Topic.names).where(Topic.slug == slug)).scalar() or {}


def guides_of_matter(code: str) -> list[str]:
    """Slugs of a matter's published guides, by country."""
    query = (
        select(Guide.slug)
        .join(Matter)
        .where(Matter.code == code, Guide.status == GuideStatus.PUBLISHED)
        .order_by(Guide.slug)
    )
    return list(session.scalars(query))
