"""What can be done with one conversation: claim, write, note, card, hand over, give back, promise, close."""

from __future__ import annotations

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.chat import desk, queries
from app.domain.chat.terms import CardKind
from app.domain.directory.titles import all_services, organization_names, service_brief
from app.domain.guides.titles import all_matter_titles, guide_brief
from app.domain.insights import services as insights
from app.domain.insights.services import Closing
from app.domain.insights.terms import EFFORTS
from app.web import lines
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff import card_search
from app.web.staff.blueprint import bp
from app.web.staff.desk import back_to, desk_page, me, opened, wants_json


def _claim() -> int:
    given = request.form.get("claim", "")
    return int(given) if given.isdecimal() else -1


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else 0


@bp.post("/conversation/<public_id>/claim")
def claim(public_id: str) -> AnyResponse:
    """Takes it; the loser is told who won."""
    with unit_of_work():
        number = desk.claim(me(), public_id)
    return jsonify(claim=number) if wants_json() else back_to(public_id)


@bp.get("/conversation/<public_id>/messages")
def messages(public_id: str) -> Response:
    """What is new after `after`, and the state above it, as one fragment."""
    actor = me()
    found = queries.conversation_for(actor, public_id)
    fresh = queries.messages_after(actor, found, _number(request.args.get("after", "0")))
    return page("staff/desk/_pulled.html", open=opened(public_id), lines=lines.for_staff(fresh), last=found.last_seq)


@bp.post("/conversation/<public_id>/messages")
def post(public_id: str) -> AnyResponse:
    """Stores words or, where the note button was pressed, an internal note."""
    form = request.form
    verb = desk.note if form.get("kind") == "note" else desk.post
    try:
        with unit_of_work():
            posted = verb(me(), public_id, _claim(), form.get("text", ""), form.get("key", ""))
    except DomainError as error:
        if wants_json() or error.code not in ("message_empty", "message_too_long"):
            raise
        return desk_page(public_id, 422, error=sentence(error), draft=form.get("text", ""))
    if wants_json():
        return jsonify(seq=posted.seq, masked=posted.masked, ambiguous=posted.ambiguous)
    return back_to(public_id)


@bp.post("/conversation/<public_id>/seen")
def seen(public_id: str) -> Response:
    with unit_of_work():
        desk.seen(me(), public_id, _number(request.form.get("seq", "0")))
    return Response("", 204)


@bp.get("/conversation/<public_id>/cards")
def cards(public_id: str) -> Response:
    """Guides and actors to send, by words."""
    found = card_search.find(request.args.get("q", ""))
    return desk_page(public_id, cards=found, q=request.args.get("q", ""))


@bp.post("/conversation/<public_id>/card")
def card(public_id: str) -> AnyResponse:
    """Sends a guide or an actor as an object; each side reads it in their own language."""
    form = request.form
    kind, ref = form.get("kind", ""), form.get("ref", "")
    brief = guide_brief(ref) if kind == CardKind.GUIDE else service_brief(ref) if kind == CardKind.SERVICE else None
    if brief is None:
        raise Invalid("card_missing")
    revision = getattr(brief, "revision", 1)
    with unit_of_work():
        posted = desk.send_card(me(), public_id, _claim(), CardKind(kind), ref, revision, form.get("key", ""))
    return jsonify(seq=posted.seq) if wants_json() else back_to(public_id)


@bp.post("/conversation/<public_id>/transfer")
def transfer(public_id: str) -> AnyResponse:
    """Hands it to a colleague who is online."""
    with unit_of_work():
        desk.transfer(me(), public_id, _claim(), request.form.get("colleague", ""))
    return redirect(url_for("staff.home"), 303)


@bp.post("/conversation/<public_id>/return")
def give_back(public_id: str) -> AnyResponse:
    """Back to the queue, with its place kept."""
    with unit_of_work():
        desk.give_back(me(), public_id, _claim())
    return redirect(url_for("staff.home"), 303)


@bp.post("/conversation/<public_id>/promise")
def promise(public_id: str) -> AnyResponse:
    """ "We'll come back to you." """
    with unit_of_work():
        desk.promise(me(), public_id, _claim())
    return back_to(public_id)


@bp.get("/conversation/<public_id>/close")
def close_form(public_id: str) -> Response:
    return _close_page(public_id, Closing("", matter=opened(public_id)["matter"] or ""))


@bp.post("/conversation/<public_id>/close")
def close(public_id: str) -> AnyResponse:
    """Closes with an outcome and registers the inquiry, in one unit of work."""
    names = ("outcome", "matter", "effort", "referred_to", "wrongly_sent_by")
    closing = Closing(**{name: request.form.get(name, "") for name in names})
    try:
        with unit_of_work():
            insights.close_conversation(me(), public_id, _claim(), closing)
    except Invalid as error:
        if wants_json():
            raise
        return _close_page(public_id, closing, sentence(error), error.code, 422)
    return jsonify(closed=True) if wants_json() else redirect(url_for("staff.home"), 303)


def _close_page(public_id: str, closing: Closing, error: str = "", code: str = "", status: int = 200) -> Response:
    matters = sorted((i18n.say(titles), matter) for matter, titles in all_matter_titles().items())
    return page(
        "staff/desk/close.html",
        status=status,
        open=opened(public_id),
        given=closing,
        error=error,
        error_field={"outcome_missing": "outcome", "effort_missing": "effort"}.get(code, "referred_to"),
        matters=[(matter, title) for title, matter in matters],
        services=[(one.slug, f"{one.organization_name}: {i18n.say(one.names)}") for one in all_services()],
        bodies=organization_names(),
        efforts=EFFORTS,
    )
