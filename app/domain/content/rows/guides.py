"""Guides in the database, each with who can, and its text in every language."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core import db
from app.core.clock import now
from app.domain.content.records import GuideRecord
from app.domain.content.rows import texts
from app.domain.content.rows.shelf import Shelf
from app.domain.content.terms import Kind
from app.domain.directory.models import Service
from app.domain.guides.models import Guide, GuideService, GuideTranslation, Matter
from app.domain.guides.terms import GuideStatus


def find() -> dict[str, Guide]:
    deep = (
        joinedload(Guide.matter),
        selectinload(Guide.services).joinedload(GuideService.service),
        selectinload(Guide.translations).selectinload(GuideTranslation.steps),
    )
    return {row.slug: row for row in db.session.scalars(select(Guide).options(*deep))}


def record(row: Guide) -> GuideRecord:
    return GuideRecord(
        slug=row.slug,
        matter=row.matter.code,
        country=row.country,
        source=row.source_locale,
        minutes=(row.minutes_low, row.minutes_high),
        safety_critical=row.safety_critical,
        self_next_time=row.self_next_time,
        cannot=list(row.cannot),
        services=[link.service.slug for link in sorted(row.services, key=lambda link: link.position)],
        related=list(row.related),
        status=None if row.status == GuideStatus.PUBLISHED else row.status,
        texts={text.locale: texts.record(text) for text in row.translations},
    )


def write(wanted: GuideRecord, row: Guide | None) -> Guide:
    fresh = row is None
    if row is None:
        row = Guide(slug=wanted.slug, revision=1, translations=[], services=[])
        row.matter = db.session.scalars(select(Matter).where(Matter.code == wanted.matter)).one()
        row.country = wanted.country
        db.session.add(row)
    row.source_locale, (row.minutes_low, row.minutes_high) = wanted.source, wanted.minutes
    row.safety_critical, row.self_next_time = wanted.safety_critical, wanted.self_next_time
    row.cannot, row.related = wanted.cannot, wanted.related
    row.status = wanted.status or GuideStatus.PUBLISHED
    row.updated_at = now()
    _write_services(wanted.services, row)
    if texts.write(wanted.texts, wanted.source, row) and not fresh:
        row.revision += 1
    return row


def _write_services(wanted: list[str], guide: Guide) -> None:
    links = {link.service.slug: link for link in guide.services}
    missing = [slug for slug in wanted if slug not in links]
    found = {row.slug: row for row in db.session.scalars(select(Service).where(Service.slug.in_(missing)))}
    links |= {slug: GuideService(service=row) for slug, row in found.items()}
    # A service that somebody deleted on screen is not brought back, so it may be missing here.
    here = [slug for slug in wanted if slug in links]
    for position, slug in enumerate(here):
        links[slug].position = position
    guide.services = [links[slug] for slug in here]


def parts(wanted: GuideRecord) -> set[str]:
    return {f"guide {wanted.slug} in {locale}" for locale in wanted.texts}


SHELF = Shelf(Kind.GUIDE, find, record, write, parts)
