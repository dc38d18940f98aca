"""Every published guide with the languages it can be read in whole, for lists that machines read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.core.db import session
from app.domain.guides.models import Guide, GuideTranslation, Matter
from app.domain.guides.states import offered
from app.domain.guides.terms import GuideStatus

_EVERY = (
    select(
        Guide.slug, Guide.country, Guide.source_locale, Guide.safety_critical, Matter.code.label("matter"),
        GuideTranslation.locale, GuideTranslation.state, GuideTranslation.updated_at,
    )
    .join(Matter, Matter.id == Guide.matter_id)
    .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
    .where(Guide.status == GuideStatus.PUBLISHED)
    .order_by(Guide.slug)
)  # fmt: skip


@dataclass(frozen=True)
class GuideLanguages:
    """Where a guide can be read, and when its words last changed."""

    slug: str
    matter: str
    country: str | None
    source_locale: str
    languages: tuple[str, ...]
    updated_at: datetime


def every_guide() -> list[GuideLanguages]:
    """Every published guide that can be read in any language, by slug."""
    found: dict[str, list[object]] = defaultdict(list)
    states: dict[str, dict[str, str]] = defaultdict(dict)
    latest: dict[str, datetime] = {}
    for row in session.execute(_EVERY):
        found[row.slug] = [row.matter, row.country, row.source_locale, row.safety_critical]
        states[row.slug][row.locale] = row.state
        latest[row.slug] = max(row.updated_at, latest.get(row.slug, row.updated_at))
    every = []
    for slug, (matter, country, source, critical) in found.items():
        languages = offered(states[slug], str(source), bool(critical))
        if languages:
            land = str(country) if country else None
            every.append(GuideLanguages(slug, str(matter), land, str(source), languages, latest[slug]))
    return every


def matters_with_a_page(codes: list[str], guides: list[GuideLanguages]) -> list[str]:
    """The matters whose own page is shown to a reader who has named no place: the others lead on to their one guide."""
    countries: dict[str, list[str | None]] = defaultdict(list)
    for guide in guides:
        countries[guide.matter].append(guide.country)
    return [code for code in codes if None not in countries[code] and len(countries[code]) != 1]
