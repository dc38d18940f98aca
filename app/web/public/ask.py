"""The handoff: from self-service to a person, with what the visitor chose to bring along."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n, ids
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.chat import retention, services
from app.domain.chat.services import Question
from app.domain.chat.terms import Status
from app.domain.triage import address
from app.web import team
from app.web.area import current_area
from app.web.chat_cookie import set_cookie
from app.web.guards import visitor_or_none
from app.web.limits import spend
from app.web.page import page
from app.web.public import bringing
from app.web.public.blueprint import bp
from app.web.sentences import sentence

# What the form carries on from its address, and how much of each.
CARRIED = {"from": 200, "q": 200, "a": address.LONGEST, "node": 60}


@bp.get("/ask")
def ask() -> AnyResponse:
    """The form; somebody who already has a conversation open is taken back to it."""
    from app.domain.chat.queries import visitor_view

    visitor = visitor_or_none()
    if visitor and visitor_view(visitor).status != Status.CLOSED:
        return redirect(url_for("public.chat"), 303)
    return _form(request.args)


@bp.post("/ask")
def ask_start() -> AnyResponse:
    """Starts the conversation, or shows the form again with what was written and what is missing."""
    form = request.form
    spend("ask")
    try:
        with unit_of_work():
            started = services.start(_question(form), team.state().open)
    except DomainError as error:
        if error.code not in ("question_empty", "message_empty", "message_too_long"):
            raise
        return _form(form, sentence(error), 422)
    response = make_response(redirect(url_for("public.chat"), 303))
    set_cookie(response, started.token)
    return response


def _question(form: Mapping[str, str]) -> Question:
    brought = bringing.brought(form) if form.get("bring_page") else None
    searched = form.get("q", "") if form.get("bring_search") else ""
    return Question(
        key=form.get("key", ""),
        text=form.get("text", ""),
        locale=form.get("locale", i18n.current().code),
        first_name=form.get("first_name", ""),
        area=form.get("area") or None,
        matter=brought.matter if brought else None,
        origin={**(brought.stored if brought else {}), "query": searched},
    )


def _form(given: Mapping[str, str], error: str = "", status: int = 200) -> Response:
    brought, area = bringing.brought(given), current_area()
    carried = {name: given.get(name, "")[:longest] for name, longest in CARRIED.items()}
    response = page(
        "public/chat/ask.html",
        status=status,
        given=given,
        error=error,
        key=given.get("key") or ids.new_token(),
        brought=brought,
        leave=bringing.way_out(brought),
        team=team.state(),
        days=retention.keep.closed if team.state().open else retention.keep.left,
        fields={name: value for name, value in carried.items() if value or name == "q"}
        | {"area": area.code if area else ""},
    )
    if bringing.way_out(brought):
        response.headers["X-Leaves"] = "yes"
    return response
