"""What the public may read of topics, matters and guides: few plain queries, no objects that load more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from app.core import i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.guides.models import Guide, GuideService, GuideTranslation, Matter, MatterName, Step, Topic
from app.domain.guides.states import behind, best, best_head, offered
from app.domain.guides.terms import GuideStatus

AnyRow = Row[*tuple[Any, ...]]

_GUIDE = (
    select(
        Guide.id, Guide.slug, Guide.country, Guide.source_locale, Guide.minutes_low, Guide.minutes_high,
        Guide.safety_critical, Guide.cannot, Guide.related, Matter.code.label("matter"), Matter.urgent,
        Topic.slug.label("topic"), Topic.names.label("topic_names"),
    )
    .join(Matter, Matter.id == Guide.matter_id)
    .join(Topic, Topic.id == Matter.topic_id)
    .where(Guide.slug == bindparam("slug"), Guide.status == GuideStatus.PUBLISHED)
)  # fmt: skip
_LOCALES = select(GuideTranslation.id, GuideTranslation.locale, GuideTranslation.state).where(
    GuideTranslation.guide_id == bindparam("guide")
)
_TEXT = select(
    GuideTranslation.title, GuideTranslation.summary, GuideTranslation.bring, GuideTranslation.warnings,
    GuideTranslation.can, GuideTranslation.cannot, GuideTranslation.next_time, GuideTranslation.updated_at,
).where(GuideTranslation.id == bindparam("text"))  # fmt: skip
_STEPS = select(Step.title, Step.body).where(Step.translation_id == bindparam("text")).order_by(Step.position)
_SERVICES = (
    select(GuideService.service_id).where(GuideService.guide_id == bindparam("guide")).order_by(GuideService.position)
)
_MATTERS = (
    select(
        Matter.id, Matter.code, Matter.urgent, Topic.slug.label("topic"), MatterName.locale, MatterName.title,
        MatterName.summary,
    )
    .join(Topic, Topic.id == Matter.topic_id)
    .join(MatterName, MatterName.matter_id == Matter.id)
    .order_by(Matter.id)
)  # fmt: skip
_BRIEFS = (
    select(
        Guide.slug, Guide.country, Guide.source_locale, Guide.minutes_low, Guide.minutes_high,
        Guide.safety_critical, Matter.code.label("matter"), Topic.slug.label("topic"), GuideTranslation.locale,
        GuideTranslation.state, GuideTranslation.title, GuideTranslation.summary,
    )
    .join(Matter, Matter.id == Guide.matter_id)
    .join(Topic, Topic.id == Matter.topic_id)
    .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
    .where(Guide.status == GuideStatus.PUBLISHED)
    .order_by(Guide.slug)
)  # fmt: skip
_TOPICS = select(Topic.slug, Topic.names, Topic.summaries).order_by(Topic.position, Topic.slug)


@dataclass(frozen=True)
class GuideView:
    """A guide in the language it is best read in. `outdated`: that language, or the reader's, is behind the source.

    `locale` is the language of the steps. Where the reader's own has but a short text, `head_locale` is theirs: the
    title, summary, warnings, can and cannot; what to bring and the next time too, unless the short text lacks them.
    `languages` are those it may be read in whole.
    """

    id: int
    slug: str
    country: str | None
    matter: str
    urgent: bool
    topic: str
    topic_names: dict[str, str]
    minutes: tuple[int, int]
    reasons: list[str]
    related: list[str]
    locale: str
    head_locale: str
    bring_locale: str
    next_time_locale: str
    source_locale: str
    languages: tuple[str, ...]
    outdated: bool
    title: str
    summary: str
    bring: list[str]
    warnings: list[str]
    can: list[str]
    cannot: list[str]
    next_time: str
    steps: tuple[tuple[str, str], ...]
    updated_at: datetime
    services: tuple[int, ...]

    @property
    def short(self) -> bool:
        """Whether the steps are in another language than the rest."""
        return self.head_locale != self.locale


@dataclass(frozen=True)
class GuideCard:
    """A guide on a card; `locale` is the language of its words, `steps_locale` that of the steps behind it."""

    slug: str
    matter: str
    topic: str
    country: str | None
    minutes: tuple[int, int]
    locale: str
    title: str
    summary: str
    steps_locale: str


@dataclass(frozen=True)
class MatterCard:
    """A matter on a card; `locale` is the language of its words."""

    code: str
    topic: str
    urgent: bool
    locale: str
    title: str
    summary: str


@dataclass(frozen=True)
class TopicCard:
    slug: str
    names: dict[str, str]
    summaries: dict[str, str]


def guide(slug: str) -> GuideView | None:
    """The published guide of this slug, or None."""
    return remembered(("guide", slug, i18n.current().code), lambda: _guide(slug))


def _guide(slug: str) -> GuideView | None:
    row = session.execute(_GUIDE, {"slug": slug}).first()
    if row is None:
        return None
    found = session.execute(_LOCALES, {"guide": row.id}).all()
    states = {one.locale: one.state for one in found}
    asked = (states, row.source_locale, row.safety_critical)
    locale, head = best(*asked), best_head(*asked)
    if locale is None or head is None:
        return None
    texts = {one.locale: one.id for one in found}
    whole = session.execute(_TEXT, {"text": texts[locale]}).one()
    # One more read, only for a reader whose language has no steps.
    said = whole if head == locale else session.execute(_TEXT, {"text": texts[head]}).one()
    steps = session.execute(_STEPS, {"text": texts[locale]}).all()
    services = session.execute(_SERVICES, {"guide": row.id}).scalars().all()
    return GuideView(
        row.id, row.slug, row.country, row.matter, row.urgent, row.topic, row.topic_names,
        (row.minutes_low, row.minutes_high), row.cannot, row.related,
        locale, head, head if said.bring else locale, head if said.next_time else locale,
        row.source_locale, offered(*asked), behind(states, locale),
        said.title, said.summary, said.bring or whole.bring, said.warnings, said.can, said.cannot,
        said.next_time or whole.next_time, tuple((step.title, step.body) for step in steps),
        max(whole.updated_at, said.updated_at), tuple(services),
    )  # fmt: skip


def guides_of(matters: Collection[str]) -> list[GuideCard]:
    """The published guides of these matters, by slug."""
    return _briefs(session.execute(_BRIEFS.where(Matter.code.in_(matters)))) if matters else []


def guides_with(services: Collection[int]) -> list[GuideCard]:
    """The published guides that point at any of these services."""
    if not services:
        return []
    pointing = select(GuideService.guide_id).where(GuideService.service_id.in_(services))
    return _briefs(session.execute(_BRIEFS.where(Guide.id.in_(pointing))))


def matter(code: str) -> MatterCard | None:
    """One matter, or None."""
    return next(iter(matters([code])), None)


def matters(codes: Collection[str]) -> list[MatterCard]:
    """These matters, in the order their codes are given; unknown codes are left out."""
    return remembered(("matters", tuple(codes), i18n.current().code), lambda: _in_order(codes))


def _in_order(codes: Collection[str]) -> list[MatterCard]:
    rows: Iterable[AnyRow] = session.execute(_MATTERS.where(Matter.code.in_(codes))) if codes else ()
    found = {row.code: row for row in _matters(rows)}
    return [found[code] for code in codes if code in found]


def matters_on(topic: str) -> list[MatterCard]:
    """Every matter on a shelf: urgent first, then in the order they were laid down."""
    rows = _matters(session.execute(_MATTERS.where(Topic.slug == topic)))
    return sorted(rows, key=lambda row: not row.urgent)


def topics() -> list[TopicCard]:
    """Every shelf in its order."""
    return [TopicCard(*row) for row in session.execute(_TOPICS)]


def _briefs(rows: Iterable[AnyRow]) -> list[GuideCard]:
    """One brief a guide, in the language the words at the top of its page will be in."""
    by_guide: dict[str, dict[str, AnyRow]] = defaultdict(dict)
    for row in rows:
        by_guide[row.slug][row.locale] = row
    briefs = []
    for slug, texts in by_guide.items():
        one = next(iter(texts.values()))
        states = {locale: text.state for locale, text in texts.items()}
        asked = (states, one.source_locale, one.safety_critical)
        locale, whole = best_head(*asked), best(*asked)
        if locale is not None and whole is not None:
            said = texts[locale]
            minutes = (one.minutes_low, one.minutes_high)
            words = (locale, said.title, said.summary, whole)
            briefs.append(GuideCard(slug, one.matter, one.topic, one.country, minutes, *words))
    return briefs


def _matters(rows: Iterable[AnyRow]) -> list[MatterCard]:
    by_matter: dict[str, dict[str, AnyRow]] = defaultdict(dict)
    for row in rows:
        by_matter[row.code][row.locale] = row
    briefs = []
    for code, names in by_matter.items():
        locale, row = i18n.choose(names) or ("en", next(iter(names.values())))
        briefs.append(MatterCard(code, row.topic, row.urgent, locale, row.title, row.summary))
    return briefs
