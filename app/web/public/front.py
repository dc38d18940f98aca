"""The front page: one question, one box, and the shelves for those who would rather choose."""

from __future__ import annotations

from typing import Any

from flask import Response, url_for

from app.core.i18n import gettext as _
from app.domain.guides import queries
from app.web import jsonld, team
from app.web.cache import cacheable
from app.web.page import page
from app.web.public.blueprint import bp

# Whether somebody is there is on the page, so it may not grow old.
SECONDS = 10
# Money may be leaving an account this minute: this shelf is marked.
URGENT = "safety"


@bp.get("/")
def front() -> Response:
    about = _("Step-by-step help in your language with electronic ID, bank, forms and more, from the library.")
    context: dict[str, Any] = {
        "topics": queries.topics(),
        "urgent": URGENT,
        "team": team.state(),
        "head": jsonld.head(about, site=jsonld.front()),
    }
    return cacheable(page("public/front/front.html", **context, ask_url=url_for("public.ask")), SECONDS)
