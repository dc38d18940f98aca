"""The visitor's chat: read, write, close, rate, take away, leave. Every line is a plain form; scripts only make it quicker."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import ids
from app.core.errors import DomainError
from app.core.i18n import current, gettext
from app.core.unit import unit_of_work
from app.domain.chat import pulls, queries, services
from app.domain.chat.log import Posted
from app.domain.chat.permissions import Visitor
from app.domain.chat.pulls import MessageView
from app.domain.chat.terms import Status
from app.web import lines, origin, pulling, team
from app.web.chat_cookie import drop_cookie
from app.web.errors import form_status
from app.web.guards import current_visitor, visitor_or_none
from app.web.headers import BY_US
from app.web.limits import spend
from app.web.page import page
from app.web.public import flow_cookie
from app.web.public.blueprint import bp
from app.web.sentences import sentence
from app.web.whole import whole

FRAME_SECONDS = 4
# Without scripts these bring the page back with the words still in the box.
GIVEN_BACK = ("message_empty", "message_too_long", "conversation_closed", "too_many")


def _context(visitor: Visitor) -> dict[str, Any]:
    row = pulls.own_row(visitor)
    return {**_read(visitor, row), "brought": origin.of_conversation(row.origin), "key": ids.new_token()}


def _read(visitor: Visitor, row: Any, after: int = 0) -> dict[str, Any]:
    return _around(row, pulls.messages_after(visitor, row, after))


def _around(row: Any, messages: list[MessageView]) -> dict[str, Any]:
    """The state above the log and these lines; `below`: what decides the part below the log."""
    view = queries.view_of(row)
    return {
        "talk": view,
        "lines": lines.for_visitor(messages),
        "wait": team.wait_words(view.wait, first=view.place == 1),
        "closing": team.waiting_words() if view.place else "",
        "below": f"{view.status} {view.closed_by} {view.rating}",
        "digest": pulls.digest(row),
    }


def _pulled(visitor: Visitor, row: Any, after: int) -> str:
    return drawn(row, pulls.messages_after(visitor, row, after))


def drawn(row: Any, messages: list[MessageView]) -> str:
    """What a script of the visitor's gets: the state and these lines."""
    found = _around(row, messages)
    talk, talking = found["talk"], row.status == Status.ACTIVE and row.still_asked_at is None
    state = pulling.state("public/chat/_state.html", (talk.staff_name,) if talking else None, **found)
    marks = {"last": talk.last_seq, "seen": talk.seen_by_staff, "digest": found["digest"], "below-is": found["below"]}
    return pulling.drawn(marks, state, found["lines"])


@bp.get("/chat")
def chat() -> AnyResponse:
    """The conversation this device holds, or the way to open one with a code."""
    visitor = visitor_or_none()
    if visitor is None:
        return redirect(url_for("public.chat_code"), 303)
    found = _context(visitor)
    response = page("public/chat/chat.html", code=request.args.get("show_code"), **found)
    if found["talk"].status == Status.CLOSED:  # whoever closed it: what was answered before it has done its work
        flow_cookie.drop(response)
    return response


@bp.get("/chat/messages")
def chat_messages() -> Response:
    """What is new after `after`, and the state above it, as one fragment; 204 where the script has all of it."""
    visitor = current_visitor()
    row = pulls.own_row(visitor)
    return (
        Response("", 204)
        if pulling.nothing_new(row)
        else pulling.told(row.public_id, _pulled(visitor, row, pulling.after()))
    )


@bp.get("/chat/frame")
def chat_frame() -> Response:
    """The log for browsers without JavaScript: a same-origin frame that refreshes itself."""
    response = page("public/chat/frame.html", seconds=FRAME_SECONDS, **_context(current_visitor()))
    response.headers["X-Framed"] = BY_US
    return response


@bp.post("/chat/messages")
def chat_post() -> AnyResponse:
    """Stores one message under its key. A script gets `seq`; a form gets the page again."""
    try:
        spend("message")
        with unit_of_work():
            posted = services.post(current_visitor(), request.form.get("text", ""), request.form.get("key", ""))
            answer = _stored(current_visitor(), posted) if _scripted() else None
    except DomainError as error:
        if _scripted() or error.code not in GIVEN_BACK:
            raise
        found = {**_context(current_visitor()), "error": sentence(error), "draft": request.form.get("text", "")}
        return page("public/chat/chat.html", status=form_status(error), **found)
    return answer or redirect(url_for("public.chat") + "#text", 303)


def _stored(visitor: Visitor, posted: Posted) -> Response:
    return pulling.stored(posted, lambda after: _pulled(visitor, pulls.own_row(visitor), after))


def _scripted() -> bool:
    return request.accept_mimetypes.best == "application/json"


@bp.post("/chat/seen")
def chat_seen() -> AnyResponse:
    """How far this visitor has read."""
    upto = request.form.get("seq", "0")
    with unit_of_work():
        services.seen(current_visitor(), whole(upto))
    return Response("", 204)


@bp.post("/chat/close")
def chat_close() -> AnyResponse:
    with unit_of_work():
        services.close(current_visitor())
    response = redirect(url_for("public.chat"), 303)
    flow_cookie.drop(response)
    return response


@bp.post("/chat/reopen")
def chat_reopen() -> AnyResponse:
    with unit_of_work():
        services.reopen(current_visitor())
    return redirect(url_for("public.chat"), 303)


@bp.post("/chat/rate")
def chat_rate() -> AnyResponse:
    given = request.form.get("rating", "")
    with unit_of_work():
        services.rate(current_visitor(), whole(given))
    return redirect(url_for("public.chat"), 303)


@bp.get("/chat/transcript")
def chat_transcript() -> Response:
    """The whole conversation to print, or as a text file with ?as=text."""
    found = _context(current_visitor())
    if request.args.get("as") != "text":
        return page("public/chat/transcript.html", **found)
    response = make_response(lines.as_text(found["lines"]))
    response.mimetype = "text/plain"
    # A header holds Latin-1 only: old browsers get a plain name, the others one in their own letters.
    own = quote(gettext("conversation") + ".txt", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename=vejviser.txt; filename*=UTF-8''{own}"
    return response


@bp.get("/chat/leaving")
def chat_leaving() -> AnyResponse:
    """An answer is on its way: whoever leaves now is offered a way back to it first."""
    if queries.visitor_view(current_visitor()).status != Status.WAITING:
        return redirect(url_for("public.chat"), 303)
    return page("public/chat/leaving.html")


@bp.post("/chat/leave")
def chat_leave() -> AnyResponse:
    """ "Leave and clear this screen": the device forgets everything; works even when nothing was open."""
    visitor = visitor_or_none()
    if visitor is not None:
        with unit_of_work():
            services.leave(visitor)
    response = make_response(redirect(url_for("public.chat_cleared"), 303))
    drop_cookie(response)
    flow_cookie.drop(response)
    return response


@bp.post("/chat/erase")
def chat_erase() -> AnyResponse:
    """The visitor's own wish: every word of it is gone."""
    with unit_of_work():
        services.erase(current_visitor())
    response = make_response(redirect(url_for("public.chat_cleared", erased="yes"), 303))
    drop_cookie(response)
    flow_cookie.drop(response)
    return response


@bp.get("/chat/cleared")
def chat_cleared() -> Response:
    return page("public/chat/cleared.html", erased=request.args.get("erased"), here=current())
