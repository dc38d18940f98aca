"""The handoff: from self-service to a person, with what the visitor chose to bring along."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n, ids, networks
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.chat import blocks, queue, retention, rules, services
from app.domain.chat.services import Question
from app.domain.chat.terms import Status
from app.domain.triage import address
from app.web import team
from app.web.area import current_area
from app.web.chat_cookie import set_cookie
from app.web.errors import status_of
from app.web.filters import say_datetime
from app.web.guards import visitor_or_none
from app.web.limits import network, spend
from app.web.page import page
from app.web.public import asking_again, bringing
from app.web.public.blueprint import bp
from app.web.sentences import sentence

# What the form carries on from its address, and how much of each.
CARRIED = {"from": 200, "q": 200, "a": address.LONGEST, "node": 60}
SHOWN_IN_THE_FORM = ("question_empty", "message_empty", "message_too_long", "queue_full", "blocked", "too_many")


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
    if (asks := asking_again.which(form)) is not None:
        return asks
    try:
        spend("ask")
        with unit_of_work():
            blocks.refuse(visitor_or_none(), _networks())
            left = asking_again.left_code(form)
            joins = form.get("how") != "leave" and queue.may_join()
            started = services.start(_question(form), joins, rules.now().queue_limit)
    except DomainError as error:
        return _refused(form, error)
    return asking_again.begun(left, started.token) if left else _onward(joins, started.token)


def _refused(form: Mapping[str, str], error: DomainError) -> Response:
    if error.code not in SHOWN_IN_THE_FORM:
        raise error
    return _form(form, _words(error), status_of(error))


def _onward(joins: bool, token: str) -> AnyResponse:
    """To the chat; or, with a left message, straight to the ways to its answer: 307 is a form's answer too."""
    to = (url_for("public.chat"), 303) if joins else (url_for("public.chat_new_code"), 307)
    response = make_response(redirect(*to))
    set_cookie(response, token)
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
        network=network(),
    )


def _networks() -> list[str]:
    return networks.keys_lately(request.remote_addr or "")


def _words(error: DomainError) -> str:
    """Who is blocked reads it in the place of the form, not as a mistake in it."""
    return "" if error.code == "blocked" else sentence(error)


def _blocked() -> str:
    """Until when whoever asks may not, in words; empty for nearly everybody."""
    until = blocks.until(visitor_or_none(), _networks())
    return say_datetime(until) if until else ""


def _form(given: Mapping[str, str], error: str = "", status: int = 200) -> Response:
    brought, area = bringing.brought(given), current_area()
    carried = {name: given.get(name, "")[:longest] for name, longest in CARRIED.items()}
    response = page(
        "public/chat/ask.html",
        status=status,
        given=given,
        error=error,
        # Only from a form of ours: a key in a link would be known to whoever made the link.
        key=request.form.get("key") or ids.new_token(),
        brought=brought,
        leave=bringing.way_out(brought),
        team=team.state(),
        blocked=_blocked(),
        days=retention.keep.closed if team.state().open and not team.state().full else retention.keep.left,
        fields={name: value for name, value in carried.items() if value or name == "q"}
        | {"area": area.code if area else ""},
    )
    if bringing.way_out(brought):
        response.headers["X-Leaves"] = "yes"
    return response
