"""What we promise: privacy, accessibility, and what we do not do and who does."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Response, current_app, url_for

from app.core.i18n import gettext as _
from app.domain.guides import queries
from app.domain.guides.queries import MatterCard, TopicCard
from app.domain.guides.titles import all_matter_titles
from app.web import jsonld
from app.web.cache import cacheable
from app.web.page import page
from app.web.public.blueprint import bp

SECONDS = 300


@bp.get("/privacy")
def privacy() -> Response:
    days = current_app.config["SETTINGS"].retention
    return _static("public/pages/privacy.html", _("What we keep, for how long, and how to have it erased."), days=days)


@bp.get("/accessibility")
def accessibility() -> Response:
    about = _("How this site works for everybody, and where it does not yet.")
    return _static("public/pages/accessibility.html", about)


@bp.get("/what-we-dont-do")
def limits() -> Response:
    about = _("What a library cannot do for you, why not, and who does it instead.")
    return _static("public/pages/limits.html", about, shelves=_with_guides())


def _static(template: str, about: str, **context: Any) -> Response:
    head, ask = jsonld.head(about), url_for("public.ask")
    return cacheable(page(template, head=head, ask_url=ask, **context), SECONDS)


def _with_guides() -> list[tuple[TopicCard, list[MatterCard]]]:
    """The matters we have a guide for, by topic."""
    codes = {guide.matter for guide in queries.guides_of(list(all_matter_titles()))}
    shelves: dict[str, list[MatterCard]] = defaultdict(list)
    for one in queries.matters(sorted(codes)):
        shelves[one.topic].append(one)
    return [(topic, shelves[topic.slug]) for topic in queries.topics() if topic.slug in shelves]
