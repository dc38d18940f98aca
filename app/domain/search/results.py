"""A question's answer as every face shows it: matters with titles, guides and doors in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core import i18n
from app.domain.search import loader
from app.domain.search.documents import Answer
from app.domain.search.loader import Shelf
from app.domain.search.terms import Whose

# A door of the right matter comes after that matter's guide: first the help, then who can.
_DOOR, _NEXT_DOOR = 0.8, 0.97
_DOORS_A_MATTER, _MATTERS_WITH_DOORS = 3, 3
# Whose matter it is when nothing of ours fits. Slugs of the starter content; where it is another's, they are left out.
CIVIC = ("kommune-dk", "kommun-se")
_SURELY_CIVIC, _PERHAPS_CIVIC = 0.6, 0.1


@dataclass(frozen=True)
class MatterHit:
    """A matter, how well it fits (0–1), and what it is called."""

    slug: str
    score: float
    title: str


@dataclass(frozen=True)
class Hit:
    """A guide or an actor; `lang` is the language its title is in."""

    kind: str
    slug: str
    matter: str | None
    title: str
    lang: str
    score: float


@dataclass(frozen=True)
class Found:
    """Matters and results, each best first and once. Not `confident`: nobody should be sent anywhere unasked.

    `whose` says who answers what is none of our matters; empty where we cannot tell.
    """

    confident: bool = False
    matters: tuple[MatterHit, ...] = ()
    results: tuple[Hit, ...] = ()
    did_you_mean: str | None = None
    whose: str = ""


def find(query: str, lang: str, limit: int = 10, area: str | None = None) -> Found:
    """What there is for a sentence in any language, to be read in `lang`, for somebody in `area`."""
    if not query.strip():
        return Found()
    answer = loader.current_index().search(query, lang, limit=limit, area=area)
    shelf = loader.current_shelf()
    matters = tuple(MatterHit(match.slug, match.score, _matter(shelf, match.slug, lang)) for match in answer.matches)
    hits = _hits(answer, shelf, lang, area, limit)
    return Found(answer.confident, matters, hits, answer.did_you_mean, answer.whose)


def doors(matter: str, area: str | None = None) -> list[str]:
    """The organizations a matter's guides point at, the likeliest first; those of another country left out."""
    country = area.split("-")[0].upper() if area else None
    found = loader.current_shelf().doors.get(matter, ())
    return [door.slug for door in found if country is None or door.country in (None, country)]


def civic(area: str | None = None) -> list[str]:
    """The municipality's own door, in each country we know of or in the reader's alone."""
    country = area.split("-")[0].upper() if area else None
    homes = loader.current_shelf().countries
    return [slug for slug in CIVIC if slug in homes and (country is None or homes[slug] in (None, country))]


def _hits(answer: Answer, shelf: Shelf, lang: str, area: str | None, limit: int) -> tuple[Hit, ...]:
    best: dict[tuple[str, str], Hit] = {}
    for entry, score in answer.entries:
        _keep(best, _hit(shelf, entry.kind, entry.slug, entry.matter, lang, score))
    for match in answer.matches[:_MATTERS_WITH_DOORS]:
        for place, slug in enumerate(doors(match.slug, area)[:_DOORS_A_MATTER]):
            score = round(match.score * _DOOR * _NEXT_DOOR**place, 4)
            _keep(best, _hit(shelf, "actor", slug, match.slug, lang, score))
    civics = [] if answer.confident else civic(area)[:limit]
    for slug in civics:
        score = _SURELY_CIVIC if answer.whose == Whose.MUNICIPALITY else _PERHAPS_CIVIC
        _keep(best, _hit(shelf, "actor", slug, None, lang, score))
    # However short the list: when we are not sure, the municipality is on it.
    theirs = [best.pop(("actor", slug)) for slug in civics]
    return tuple(_sorted([*_sorted(best.values())[: limit - len(theirs)], *theirs]))


def _sorted(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind != "guide", hit.slug))


def _keep(best: dict[tuple[str, str], Hit], hit: Hit) -> None:
    held = best.get((hit.kind, hit.slug))
    if held is None or held.score < hit.score:
        best[hit.kind, hit.slug] = hit


def _hit(shelf: Shelf, kind: str, slug: str, matter: str | None, lang: str, score: float) -> Hit:
    code, title = i18n.choose(dict(shelf.titles.get((kind, slug), {})), lang) or (lang, slug)
    return Hit(kind, slug, matter, str(title), code, score)


def _matter(shelf: Shelf, slug: str, lang: str) -> str:
    found = i18n.choose(dict(shelf.matters.get(slug, {})), lang)
    return str(found[1]) if found else slug
