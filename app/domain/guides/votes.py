"""What readers answered to "Did this help?", for those who keep the guides true."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from app.core import clock
from app.core.db import session
from app.domain.guides.models import Guide, GuideTranslation, GuideVote
from app.domain.guides.terms import GuideStatus, Helped

# Older answers are about a guide that has changed since.
DAYS = 90
MOST_WORDS = 100


@dataclass
class Tally:
    """One guide's answers. `titles` by language; `wrongs` counts what was wrong, by its code."""

    slug: str
    titles: dict[str, str]
    yes: int = 0
    no: int = 0
    wrongs: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Words:
    """What somebody wrote, in the language the page was in."""

    slug: str
    locale: str
    wrong: str | None
    text: str
    day: date


def tallies() -> list[Tally]:
    """Every published guide that somebody answered about lately, the least helpful first."""
    query = (
        select(Guide.slug, GuideVote.helped, GuideVote.wrong, func.count().label("count"))
        .join(Guide, Guide.id == GuideVote.guide_id)
        .where(GuideVote.day > _since(), Guide.status == GuideStatus.PUBLISHED)
        .group_by(Guide.slug, GuideVote.helped, GuideVote.wrong)
    )
    rows = session.execute(query).all()
    titles = _titles({row.slug for row in rows})
    found = {slug: Tally(slug, names) for slug, names in titles.items()}
    for slug, helped, wrong, count in rows:
        _add(found[slug], helped, wrong, count)
    return sorted(found.values(), key=lambda one: (-one.no, -one.yes, one.slug))


def words(slug: str = "") -> list[Words]:
    """What readers wrote lately, the newest first; with `slug` about that guide alone."""
    query = (
        select(Guide.slug, GuideVote.locale, GuideVote.wrong, GuideVote.text, GuideVote.day)
        .join(Guide, Guide.id == GuideVote.guide_id)
        .where(GuideVote.day > _since(), GuideVote.text != "", Guide.status == GuideStatus.PUBLISHED)
        .order_by(GuideVote.day.desc(), GuideVote.id.desc())
        .limit(MOST_WORDS)
    )
    return [Words(*row) for row in session.execute(query.where(Guide.slug == slug) if slug else query)]


def _since() -> date:
    return clock.today() - timedelta(days=DAYS)


def _add(tally: Tally, helped: str, wrong: str | None, count: int) -> None:
    if helped == Helped.YES:
        tally.yes += count
        return
    tally.no += count
    if wrong:
        tally.wrongs[wrong] += count


def _titles(slugs: Collection[str]) -> dict[str, dict[str, str]]:
    """These guides' titles by language."""
    query = select(Guide.slug, GuideTranslation.locale, GuideTranslation.title).outerjoin(GuideTranslation)
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for slug, locale, title in session.execute(query.where(Guide.slug.in_(slugs))):
        titles[slug][locale or "en"] = title or slug
    return titles
