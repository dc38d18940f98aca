"""From the database to the index a process answers from: read whole when content changed, then kept in memory."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from app.core import counter, db
from app.core.db import session
from app.domain.directory.models import Organization, Service
from app.domain.guides import states
from app.domain.guides.models import Guide, GuideService, GuideTranslation, Matter, MatterName
from app.domain.guides.terms import GuideStatus
from app.domain.search import extra, holder, kept
from app.domain.search.aside import Aside
from app.domain.search.concepts import Concept
from app.domain.search.documents import EntryDoc, MatterDoc, Name
from app.domain.search.index import Index
from app.domain.search.models import Meaning

CHECK_SECONDS = 1.0
log = logging.getLogger(__name__)
Material = tuple[list[MatterDoc], list[EntryDoc], list[Concept], list[Concept]]  # what Index.build takes, in its order
_aside = Aside()

_MATTERS = select(Matter.code, MatterName.locale, MatterName.title, MatterName.summary, MatterName.keywords).join(
    MatterName, MatterName.matter_id == Matter.id
)
_GUIDES = (
    select(
        Guide.slug, Guide.country, Guide.source_locale, Guide.safety_critical, Matter.code.label("matter"),
        GuideTranslation.locale, GuideTranslation.state, GuideTranslation.title, GuideTranslation.summary,
    )
    .join(Matter, Matter.id == Guide.matter_id)
    .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
    .where(Guide.status == GuideStatus.PUBLISHED)
)  # fmt: skip
_ORGANIZATIONS = select(
    Organization.id, Organization.slug, Organization.name, Organization.country, Organization.description
)
_SERVICES = select(Service.organization_id, Service.name, Service.description, Service.cannot).order_by(
    Service.position, Service.id
)
_MEANINGS = select(Meaning.code, Meaning.whose, Meaning.words).order_by(Meaning.code)
_DOORS = (
    select(Matter.code, Guide.country, Organization.slug, Organization.country.label("home"))
    .join(Guide, Guide.matter_id == Matter.id)
    .join(GuideService, GuideService.guide_id == Guide.id)
    .join(Service, Service.id == GuideService.service_id)
    .join(Organization, Organization.id == Service.organization_id)
    .where(Guide.status == GuideStatus.PUBLISHED)
    .order_by(Matter.code, GuideService.position, Guide.slug)
)


@dataclass(frozen=True)
class Door:
    """An organization a matter's guides point at; `country` is where its help holds, empty for everywhere."""

    slug: str
    country: str | None


@dataclass(frozen=True)
class Shelf:
    """What goes with the index: every matter's and entry's words by language, and the doors of each matter."""

    matters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    titles: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    descriptions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    countries: Mapping[str, str | None] = field(default_factory=dict)
    doors: Mapping[str, tuple[Door, ...]] = field(default_factory=dict)


_shelf = Shelf()
_version = -1
_checked = float("-inf")
_read_from: Engine | None = None


def current_index() -> Index:
    """The index for the content as it is, asked of the database once a second, or when this process changed it.

    When the database does not answer, the index already in memory goes on answering.
    """
    global _version, _checked
    if _read_from is not db.engine():
        _begin_anew()
    held, moment = holder.current(), time.monotonic()
    try:
        if held is None or moment - _checked >= CHECK_SECONDS or counter.bumped_within(CHECK_SECONDS):
            _checked = moment
            _version = counter.value(counter.CONTENT)
        held = holder.index_for(_version, _made)
        extra.follow(held)
        return held
    except SQLAlchemyError:
        if held is None:
            raise
        session.rollback()
        log.warning("search goes on from memory: the database does not answer")
        return held


def look_again() -> None:
    """The content has moved: the next search asks, so that nobody keeps a page made of the index before."""
    global _checked
    _checked = float("-inf")


def is_current() -> bool:
    """Whether the index is as new as we know the content to be; while a newer one is built, pages are not to be kept."""
    return holder.version() == _version and extra.is_settled()


def current_shelf() -> Shelf:
    """What belongs to the index that `current_index` gave last."""
    return _shelf


def warm() -> None:
    """Builds the index at a start, outside any request, so that no visitor waits for it."""
    try:
        _begin_anew()
        if (index := holder.current()) is not None:
            extra.follow(index)
    finally:
        session.remove()


def _begin_anew() -> None:
    """What another database put into this process's memory is gone.

    A database without tables yet is no reason not to start: the next search tries again.
    """
    global _version, _checked, _shelf, _read_from
    _shelf, _version, _checked, _read_from = Shelf(), -1, float("-inf"), db.engine()
    holder.swap(Index.build([]))
    try:
        _version = counter.value(counter.CONTENT)
        holder.swap(_made(), _version)
    except SQLAlchemyError:
        session.rollback()
        log.warning("the search index is empty: the database has nothing to read yet")


def _made() -> Index:
    """Read here, built beside the loop: it keeps a processor busy for a second, and nobody's chat may stand still for it."""
    global _shelf
    material, shelf = _read()
    index = _aside.run(lambda: kept.index_of(material))
    _shelf = shelf  # together with the index: nothing yields before holder.swap()
    return index


def _read() -> tuple[Material, Shelf]:
    matters = _matters()
    guides = list(_guides())
    organizations, descriptions, countries = _organizations()
    titles: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for entry in [*guides, *organizations]:
        titles[entry.kind, entry.slug][entry.lang] = entry.title
    names = {doc.slug: {lang: name.title for lang, name in doc.names.items()} for doc in matters}
    shelf = Shelf(names, titles, descriptions, countries, _doors())
    meanings = [Concept(row.code, row.words, row.whose) for row in session.execute(_MEANINGS)]
    lexicon, elsewhere = ([one for one in meanings if bool(one.whose) is away] for away in (False, True))
    return (matters, [*guides, *organizations], lexicon, elsewhere), shelf


def _matters() -> list[MatterDoc]:
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for row in session.execute(_MATTERS):
        found[row.code][row.locale] = Name(row.title, row.summary, tuple(row.keywords or ()))
    return [MatterDoc(code, names) for code, names in found.items()]


def _guides() -> Iterator[EntryDoc]:
    """Every version a reader may be shown; old advice that could hurt is not one."""
    for row in session.execute(_GUIDES):
        usable = states.readable_heads(row.safety_critical)
        if row.state in usable or row.locale == row.source_locale:
            area = row.country.upper() if row.country else None
            yield EntryDoc("guide", row.slug, row.matter, row.locale, row.title, row.summary, area)


def _organizations() -> tuple[list[EntryDoc], dict[str, dict[str, str]], dict[str, str | None]]:
    """One entry an organization and language, with what its services are called and do."""
    services: dict[int, list[dict[str, str]]] = defaultdict(list)
    for one in session.execute(_SERVICES):
        services[one.organization_id] += [one.name or {}, one.description or {}]
    entries, descriptions, countries = [], {}, {}
    for row in session.execute(_ORGANIZATIONS):
        texts = [row.description or {}, *services[row.id]]
        country = row.country.upper() if row.country else None
        descriptions[row.slug], countries[row.slug] = dict(row.description or {}), country
        for lang in dict.fromkeys(key for text in texts for key in text) or ["en"]:
            words = " ".join(text[lang] for text in texts if text.get(lang))
            entries.append(EntryDoc("actor", row.slug, None, lang, row.name, words, country))
    return entries, descriptions, countries


def _doors() -> dict[str, tuple[Door, ...]]:
    found: dict[str, dict[str, Door]] = defaultdict(dict)
    for row in session.execute(_DOORS):
        country = row.home or row.country
        found[row.code].setdefault(row.slug, Door(row.slug, country.upper() if country else None))
    return {code: tuple(doors.values()) for code, doors in found.items()}
