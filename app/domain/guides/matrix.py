"""The matrix of an area: every matter with what its libraries do, what they do not and why, and whom they refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory import queries as directory
from app.domain.directory.queries import ServiceView
from app.domain.guides import queries, rules
from app.domain.guides.models import Guide, GuideService, GuideTranslation, Matter
from app.domain.guides.queries import MatterCard, TopicCard
from app.domain.guides.rules import Effective
from app.domain.guides.states import best_head
from app.domain.guides.terms import GuideStatus
from app.domain.places.areas import Place


@dataclass(frozen=True)
class Head:
    """A guide's lines in the language its page has them in."""

    id: int
    slug: str
    matter: str
    country: str | None
    reasons: Sequence[str]
    head_locale: str
    can: Sequence[str]
    cannot: Sequence[str]


@dataclass(frozen=True)
class ReferTo:
    """Somebody else who helps; `locale` is the language of the name."""

    name: str
    locale: str
    organization: str
    service: str


@dataclass(frozen=True)
class MatrixRow:
    """One matter. `guide` is the slug of its guide here, None where there is none yet."""

    matter: MatterCard
    guide: str | None
    lines: Effective
    refer_to: tuple[ReferTo, ...]


NOTHING = Effective((), (), False)
# A matter, its guide here, and everybody that guide points at.
Kept = tuple[MatterCard, Head | None, Sequence[ServiceView]]


def matrix(place: Place) -> list[tuple[TopicCard, list[MatrixRow]]]:
    """Every matter by topic, for readers of the language in use in this area."""
    country = place.country
    # Remembered once a country: what differs from place to place is little, and there are hundreds of places.
    kept = remembered(("matrix", country, i18n.current().code), lambda: _kept(country))
    return [(topic, [_row(one, place.chain) for one in rows]) for topic, rows in kept]


def _row(kept: Kept, chain: tuple[str, ...]) -> MatrixRow:
    matter, guide, services = kept
    if guide is None:
        return MatrixRow(matter, None, NOTHING, ())
    refer = tuple(_refer_to(one) for one in _for_people_in(services, chain))
    return MatrixRow(matter, guide.slug, rules.effective(guide, chain), refer)


def _kept(country: str) -> list[tuple[TopicCard, list[Kept]]]:
    guides = {guide.matter: guide for guide in _heads(country)}
    services = _services([guide.id for guide in guides.values()])
    found = []
    for topic in queries.topics():
        matters = [(matter, guides.get(matter.code)) for matter in queries.matters_on(topic.slug)]
        rows: list[Kept] = [(matter, guide, services.get(guide.id, ()) if guide else ()) for matter, guide in matters]
        if rows:
            found.append((topic, rows))
    return found


def _heads(country: str) -> list[Head]:
    """The guide of each matter that fits a country: its own after the one for everywhere, so that it wins."""
    query = (
        select(Guide.id, Guide.slug, Matter.code.label("matter"), Guide.country, Guide.source_locale,
               Guide.safety_critical, Guide.cannot, GuideTranslation.locale, GuideTranslation.state)
        .join(Matter, Matter.id == Guide.matter_id)
        .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
        .where(Guide.status == GuideStatus.PUBLISHED, (Guide.country == country) | Guide.country.is_(None))
    )  # fmt: skip
    states: dict[int, dict[str, str]] = defaultdict(dict)
    guides = {}
    for row in session.execute(query):
        guides[row.id] = row
        states[row.id][row.locale] = row.state
    heads = {one: best_head(states[one], row.source_locale, row.safety_critical) for one, row in guides.items()}
    lines = _lines({(guide, locale) for guide, locale in heads.items() if locale})
    found = [
        Head(row.id, row.slug, row.matter, row.country, row.cannot, *lines[guide])
        for guide, row in guides.items()
        if guide in lines
    ]
    return sorted(found, key=lambda one: one.country is not None)


def _lines(wanted: set[tuple[int, str]]) -> dict[int, tuple[str, list[str], list[str]]]:
    """(language, can, cannot) of each guide: whole languages are read, a few of their texts thrown away."""
    query = select(
        GuideTranslation.guide_id, GuideTranslation.locale, GuideTranslation.can, GuideTranslation.cannot
    ).where(GuideTranslation.locale.in_({locale for _guide, locale in wanted}))
    rows = session.execute(query) if wanted else ()
    return {guide: (locale, can, cannot) for guide, locale, can, cannot in rows if (guide, locale) in wanted}


def _services(guides: Sequence[int]) -> Mapping[int, list[ServiceView]]:
    """Whom each guide points at, the likeliest first."""
    query = select(GuideService.guide_id, GuideService.service_id).order_by(GuideService.position)
    pairs = session.execute(query.where(GuideService.guide_id.in_(guides))).all() if guides else []
    views = {one.id: one for one in directory.services_in_order(sorted({service for _guide, service in pairs}))}
    found: dict[int, list[ServiceView]] = defaultdict(list)
    for guide, service in pairs:
        if service in views:
            found[guide].append(views[service])
    return found


def _for_people_in(services: Sequence[ServiceView], chain: tuple[str, ...]) -> list[ServiceView]:
    """Another municipality's office is of no use to a reader of this one's matrix."""
    return [one for one in directory.for_area(services, chain) if not one.areas or set(one.areas) & set(chain)]


def _refer_to(service: ServiceView) -> ReferTo:
    locale, name = i18n.choose(service.names) or (i18n.current().code, service.organization_name)
    return ReferTo(name, locale, service.organization, service.slug)
