"""Every public page there is: its address without the language, the languages it exists in, and when it last changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from app.core import i18n
from app.core.memory import remembered
from app.domain.directory.every import every_organization
from app.domain.guides import queries
from app.domain.guides.every import every_guide, matters_with_a_page
from app.domain.guides.titles import all_matter_titles
from app.domain.places.areas import standing
from app.domain.triage.queries import flows

ALONE = ("front", "topics", "flows", "actors", "areas", "limits", "privacy", "accessibility", "box_get")


@dataclass(frozen=True)
class PublicPage:
    """`path` follows the language; `default` is the language for a reader whose own we do not have."""

    path: str
    languages: tuple[str, ...]
    default: str
    changed: datetime | None = None


def every_page() -> list[PublicPage]:
    """The same pages, in the same order, for every language."""
    return remembered("every_page", lambda: list(_every()))


def _every() -> Iterator[PublicPage]:
    for name in ALONE:
        yield _page(name)
    for topic in queries.topics():
        yield _page("topic", slug=topic.slug)
    guides = every_guide()
    for code in matters_with_a_page(list(all_matter_titles()), guides):
        yield _page("matter", code=code)
    for guide in guides:
        address = _path("guide", slug=guide.slug)
        yield PublicPage(address, guide.languages, _default(guide.languages, guide.source_locale), guide.updated_at)
    for body in every_organization():
        yield PublicPage(_path("actor", slug=body.slug), tuple(i18n.locales()), "en", body.at)
    for told in flows().values():
        address = _path("flow", slug=told.tree.slug)
        yield PublicPage(address, told.languages, _default(told.languages, told.tree.source), told.updated_at)
    for place in standing():
        yield _page("area", code=place.code)
        yield _page("matrix", code=place.code)


def _page(name: str, **values: Any) -> PublicPage:
    return PublicPage(_path(name, **values), tuple(i18n.locales()), "en")


def _path(name: str, **values: Any) -> str:
    """Built once: only the first segment differs from language to language."""
    return url_for(f"public.{name}", lang="en", area=None, **values).split("/", 2)[2]


def _default(languages: tuple[str, ...], source: str) -> str:
    return "en" if "en" in languages else source
