"""What a search page shows: the best matters with their guides, and the doors beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from babel.core import get_global

from app.core import i18n
from app.domain.guides import queries
from app.domain.guides.queries import GuideCard, MatterCard
from app.domain.places.areas import Place
from app.domain.search import loader
from app.domain.search.results import CIVIC, Found, civic, doors
from app.domain.search.terms import Whose

MATTERS, DOORS, DOORS_A_MATTER = 3, 5, 2
# Beside a sure first match only those that come close to it are worth a stressed reader's time.
CLOSE, NEAREST, NAMED = 0.7, 0.15, 0.3


@dataclass(frozen=True)
class Group:
    """A matter and its guides for this reader; none where nobody has written one yet."""

    matter: MatterCard
    guides: list[GuideCard]


@dataclass(frozen=True)
class Body:
    """An organization on a card; `lang` is the language of its description."""

    slug: str
    name: str
    country: str | None
    text: str
    lang: str


def groups(found: Found, place: Place | None) -> list[Group]:
    """The matters to show: on a sure answer the best and what comes close, else the nearest guesses."""
    best = found.matters[0].score if found.matters else 0.0
    least = best * CLOSE if found.confident else NEAREST
    codes = [hit.slug for hit in found.matters[:MATTERS] if hit.score >= least]
    guides = queries.guides_of(codes)
    return [Group(one, _for(place, [g for g in guides if g.matter == one.code])) for one in queries.matters(codes)]


def _for(place: Place | None, guides: Sequence[GuideCard]) -> list[GuideCard]:
    """The guides of the reader's country; every country's where we do not know, or have only another's."""
    fitting = [guide for guide in guides if place is None or guide.country in (None, place.country)]
    return sorted(fitting or guides, key=lambda guide: guide.country != likely_country())


def likely_country() -> str:
    """Where most readers of this language are, by CLDR: it decides only which of two countries is named first."""
    tags = get_global("likely_subtags").get(i18n.current().code, "")
    return str(tags).rpartition("_")[2].lower()


def bodies(found: Found, shown: Sequence[Group], place: Place | None) -> list[Body]:
    """Who can: organizations named in the question, then those of the matters shown; unsure, the municipality too."""
    area = place.code if place else None
    named = [hit.slug for hit in found.results if hit.kind == "actor" and hit.matter is None and hit.score >= NAMED]
    if found.whose == Whose.MUNICIPALITY and not found.confident:
        named = [*civic(area), *(slug for slug in named if slug not in CIVIC)]
    slugs = dict.fromkeys(named)
    if found.confident:
        slugs.update((slug, None) for one in shown for slug in doors(one.matter.code, area)[:DOORS_A_MATTER])
    else:
        slugs.update((slug, None) for slug in civic(area))
    every = [_body(slug) for slug in slugs if slug in loader.current_shelf().countries]
    usable = [one for one in every if place is None or one.country in (None, place.country)][:DOORS]
    # Only where a language has a country among them: else the best matter's doors would come after anybody's.
    home = likely_country() if likely_country() in {one.country for one in usable} else None
    return sorted(usable, key=lambda one: (one.slug not in named, home is not None and one.country not in (None, home)))


def _body(slug: str) -> Body:
    shelf = loader.current_shelf()
    country = shelf.countries[slug]
    lang, text = i18n.choose(dict(shelf.descriptions.get(slug, {}))) or (i18n.current().code, "")
    name = next(iter(shelf.titles[("actor", slug)].values()))
    return Body(slug, name, country.lower() if country else None, str(text), lang)
