"""A search without a sure answer: told by the page's script, or its words sent by the visitor's own choice."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.unit import unit_of_work
from app.domain.insights import searches
from app.extensions import htmx
from app.web.area import current_area
from app.web.limits import spend
from app.web.page import page
from app.web.public.blueprint import bp

FRAGMENT = "unfound"


@bp.post("/search/missed")
def search_missed() -> Response:
    """Counts a finished search. Whether it was a miss is found out here: what the browser says of it is not asked."""
    spend("search")
    one = searches.unanswered(request.form.get("q", ""), i18n.current().code, current_area())
    if one is not None:
        with unit_of_work():
            searches.missed(one)
    return Response(status=204)


@bp.post("/search/words")
def search_words() -> AnyResponse:
    """Keeps the words. Without scripts nobody has counted the search yet, so this does."""
    spend("words")
    typed, lang, place = request.form.get("q", ""), i18n.current().code, current_area()
    one = searches.asked(typed, lang, place)
    uncounted = None if htmx else searches.unanswered(typed, lang, place)
    with unit_of_work():
        if uncounted is not None:
            searches.missed(uncounted)
        thanks = "hidden" if searches.send(one) else "1"
    query = one.words if one else ""
    if htmx and htmx.target == FRAGMENT:
        return page("public/search/search.html", fragments=("unfound",), query=query, thanks=thanks)
    return redirect(url_for("public.search", q=query, thanks=thanks, _anchor=FRAGMENT), 303)
