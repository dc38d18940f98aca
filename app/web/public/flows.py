"""Question trees: one question a page, then what to do and who can. Answers stand in the address, or in a cookie."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import NotFound
from app.core.i18n import gettext as _
from app.domain.triage import offers
from app.domain.triage.queries import Told
from app.web import jsonld
from app.web.cache import cacheable
from app.web.page import page
from app.web.public import flow_cookie, flow_pages
from app.web.public.blueprint import bp
from app.web.public.flow_visit import Visit, country_here, find, not_for, visit
from app.web.public.qr import drawing

SECONDS = 60
QR_SECONDS = 3600


@bp.get("/flow")
def flows() -> Response:
    """Every tree for this reader."""
    head = jsonld.head(_("Answer a few questions, one at a time, and see what to do and who can help."))
    context: dict[str, Any] = {"flows": offers.every(country_here()), "head": head, "ask_url": url_for("public.ask")}
    return cacheable(page("public/flows/flows.html", **context), SECONDS)


@bp.get("/flow/<slug>")
def flow(slug: str) -> AnyResponse:
    """What the tree is about, and its first question at once."""
    told = find(slug)
    came = _come(told)
    if not isinstance(came, Visit):
        return came
    first = next((step.question for step in came.walked.steps if not step.known), came.walked.node)
    if first in told.tree.outcomes:
        return redirect(came.here(), 302)
    return flow_pages.question(came, first, first=True)


@bp.get("/flow/<slug>/<node>")
def flow_node(slug: str, node: str) -> AnyResponse:
    """A question or an outcome; one that the answers do not reach leads to where they do."""
    came = _come(find(slug))
    if not isinstance(came, Visit):
        return came
    code = came.asked_at(node)
    if code is None:
        return redirect(came.here() if came.walked.steps else url_for("public.flow", slug=slug), 302)
    return flow_pages.outcome(came, code) if code in came.told.tree.outcomes else flow_pages.question(came, code)


def _come(told: Told) -> Visit | Response:
    """The reader's visit; or the page that says why there is none here."""
    words = told.in_own_language()
    if words is None:
        return flow_pages.elsewhere(told)
    return flow_pages.abroad(told) if not_for(told) else visit(told, words)


@bp.get("/flow/<slug>/<node>/qr.svg")
def flow_qr(slug: str, node: str) -> Response:
    """An outcome's address with its answers, to take away; never a sensitive tree's."""
    told = find(slug)
    words = told.in_own_language()
    came = visit(told, words) if words and not told.tree.sensitive else None
    if came is None or node != came.walked.node:
        raise NotFound("flow_not_found")
    here = jsonld.absolute(came.here())
    return cacheable(Response(drawing(here), mimetype="image/svg+xml"), QR_SECONDS)


@bp.post("/flow/<slug>/answer")
def flow_answer(slug: str) -> AnyResponse:
    """One answer of a sensitive tree. The next page has an address that tells nobody what it was."""
    came = _come(find(slug))
    if not isinstance(came, Visit) or not came.sensitive:
        return redirect(url_for("public.flow", slug=slug), 303)
    code, option = request.form.get("question", ""), request.form.get("option", "")
    asked = came.told.tree.questions.get(code) if came.reaches(code) else None
    walked = came.after(code, option) if asked and asked.option(option) else came.walked
    response = make_response(redirect(came.url(walked.node, walked), 303))
    flow_cookie.keep(response, slug, walked.answers)
    return response


@bp.post("/flow/<slug>/again")
def flow_again(slug: str) -> AnyResponse:
    """From the beginning, with nothing remembered."""
    response = make_response(redirect(url_for("public.flow", slug=find(slug).tree.slug), 303))
    flow_cookie.drop(response)
    return response


@bp.post("/flow/<slug>/leave")
def flow_leave(slug: str) -> AnyResponse:
    """Out of here: nothing is remembered, and another site stands on the screen."""
    response = make_response(redirect(current_app.config["SETTINGS"].quick_exit_url, 303))
    flow_cookie.drop(response)
    return response
