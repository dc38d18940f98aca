"""Search: a question in one's own words, answered with matters, guides and doors, or honestly not."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, url_for

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.text import accept
from app.domain.chat import retention
from app.domain.guides import queries
from app.domain.search import loader
from app.domain.search.results import find
from app.extensions import htmx
from app.web import jsonld
from app.web.area import current_area
from app.web.cache import cacheable
from app.web.page import page
from app.web.public import finds, marks
from app.web.public.blueprint import bp
from app.web.public.flow_offers import flows_first, flows_for

LONGEST = 200
SECONDS = 60
FRAGMENT = "results"
# Trees for somebody whose words we did not understand.
UNSURE = 3


@bp.get("/search")
def search() -> Response:
    """The page, and the part of it that changes while somebody types."""
    asked = accept(request.args.get("q", ""), LONGEST)
    query = " ".join(asked.text.split())
    context = _found(query) if query else {"topics": queries.topics()}
    head = jsonld.head(_("Search for help in your own words."), languages=())
    ask = url_for("public.ask", q=query or None)
    response = page("public/search/search.html", fragments=(FRAGMENT,), query=query, masked=bool(asked.masked),
                    live=htmx.target == FRAGMENT, head=head, ask_url=ask, **context)  # fmt: skip
    # An address with somebody's number in it is kept by nobody, nor an answer of yesterday's index.
    fresh = not query or loader.is_current()
    return cacheable(response, SECONDS) if fresh and not asked.masked else response


def _found(query: str) -> dict[str, Any]:
    place = current_area()
    found = find(query, i18n.current().code, area=place.code if place else None)
    shown = finds.groups(found, place)
    bodies = finds.bodies(found, shown, place)
    guides = sum(max(len(one.guides), 1) for one in shown)
    return {
        "found": found,
        "groups": shown,
        "bodies": bodies,
        "flows": flows_for([one.matter.code for one in shown[:1]]) if found.confident else flows_first(UNSURE),
        "count": guides + len(bodies),
        "thanks": request.args.get("thanks", ""),
        "words_days": retention.keep.left,
        "mark": partial(marks.highlight, wanted=marks.keys(query)),
    }
