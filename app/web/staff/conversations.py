"""What can be done with one conversation: claim, write, note, card, hand over, give back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request
from werkzeug.wrappers import Response as AnyResponse

from app.core import ids
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.chat import desk, guests, pulls, queue
from app.domain.chat.log import Posted
from app.domain.chat.permissions import StaffActor
from app.domain.chat.pulls import MessageView
from app.domain.chat.terms import CardKind, Status
from app.extensions import htmx
from app.web import lines, pulling
from app.web.cards import revision_of
from app.web.errors import status_of
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff import card_search, pace
from app.web.staff.blueprint import bp
from app.web.staff.desk import (
    back_to,
    desk_page,
    insists,
    me,
    on_to_the_next,
    opened,
    refusals_at_the_desk,
    state_of,
    wants_json,
)
from app.web.whole import whole

LONGEST = 200
FOUND = "desk_cards"


def claim_number() -> int:
    """The fencing number this form was drawn with; -1 for none, which no conversation has."""
    return whole(request.form.get("claim", ""), -1)


@bp.post("/conversation/<public_id>/claim")
@refusals_at_the_desk
def claim(public_id: str) -> AnyResponse:
    """Takes it; the loser is told who won."""
    pace.mind_the_shift()
    with unit_of_work():
        number = desk.claim(me(), public_id)
    return jsonify(claim=number) if wants_json() else back_to(public_id)


@bp.post("/next")
def take_next() -> AnyResponse:
    """Claims whoever is first in the queue; where nobody waits any more, the desk says so."""
    try:
        pace.mind_the_shift()
        with unit_of_work():
            found = queue.take_next(me())
    except DomainError as error:
        if wants_json():
            raise
        shown = request.form.get("open", "")
        return desk_page(shown or None, status_of(error), error=sentence(error), insist=insists(error))
    return jsonify(conversation=found) if wants_json() else back_to(found)


@bp.get("/conversation/<public_id>/messages")
def messages(public_id: str) -> Response:
    """What is new after `after`, and the state above it, as one fragment; 204 where the script has all of it."""
    row = pulls.row_for(me(), public_id)
    return Response("", 204) if pulling.nothing_new(row) else pulling.told(public_id, _pulled(row, pulling.after()))


def _pulled(row: Any, after: int) -> str:
    return drawn(row, pulls.messages_after(me(), row, after), row.assignee_id == me().id)


def drawn(row: Any, messages: list[MessageView], mine: bool) -> str:
    """What a script at the desk gets: the state and these lines."""
    about, simple = state_of(row, mine), mine and row.status == Status.ACTIVE and row.handed_at is None
    known = (row.warned,) if simple and row.beside_at is None else None
    state = pulling.state("staff/desk/_state.html", known, open=about)
    marks = {"last": row.last_seq, "seen": row.visitor_seen_seq, "digest": pulls.digest(row)}
    marks["claim"] = row.claim if mine else ""
    return pulling.drawn(marks, state, lines.for_staff(messages, row.first_name))


@bp.post("/conversation/<public_id>/messages")
@refusals_at_the_desk
def post(public_id: str) -> AnyResponse:
    """Stores words or, from the note's own box, an internal note."""
    actor = me()
    with unit_of_work():
        posted = store(actor, public_id, request.form)
        answer = pulling.stored(posted, lambda after: _pulled(pulls.row_for(actor, public_id), after))
    return answer if wants_json() else back_to(public_id)


def store(actor: StaffActor, public_id: str, form: Mapping[str, str]) -> Posted:
    """The words or the note of a form, from whoever holds the conversation or stands beside them."""
    text, key, note = form.get("text", ""), form.get("key", ""), form.get("kind") == "note"
    if form.get("as") == "beside":
        return (guests.note if note else guests.post)(actor, public_id, text, key)
    claim = whole(form.get("claim", ""), -1)
    if note:
        return desk.note(actor, public_id, claim, text, key)
    return desk.post(actor, public_id, claim, text, key, whole(form.get("seen", "")))


@bp.post("/conversation/<public_id>/seen")
def seen(public_id: str) -> Response:
    """How far I have read."""
    with unit_of_work():
        desk.seen(me(), public_id, whole(request.form.get("seq", "0")))
    return Response("", 204)


@bp.get("/conversation/<public_id>/cards")
@refusals_at_the_desk
def cards(public_id: str) -> AnyResponse:
    """Guides, actors and answers to send, by words: the part of the page that lists them, or the whole desk."""
    query, about = request.args.get("q", "")[:LONGEST], opened(public_id)
    found = card_search.find(query, about["locale"], about["area_code"])
    if htmx.target == FOUND:
        return page("staff/desk/_cards.html", open=about, cards=found, q=query, key=ids.new_token())
    return desk_page(public_id, cards=found, q=query)


@bp.get("/conversation/<public_id>/offers")
def offers(public_id: str) -> Response:
    """What fits the visitor's newest words; where they have said nothing since `seq`, nothing is searched."""
    about = opened(public_id)
    if about["said_seq"] <= whole(request.args.get("seq", "0")):
        return Response("", 204)
    return page("staff/desk/_offers.html", open=about, proposed=card_search.proposed(about), key=ids.new_token())


@bp.post("/conversation/<public_id>/card")
@refusals_at_the_desk
def card(public_id: str) -> AnyResponse:
    """Sends a guide, an actor or an answer as an object; each side reads it in their own language."""
    form = request.form
    kind, ref = form.get("kind", ""), form.get("ref", "")
    revision = revision_of(kind, ref)
    with unit_of_work():
        posted = desk.send_card(me(), public_id, claim_number(), CardKind(kind), ref, revision, form.get("key", ""))
    return jsonify(seq=posted.seq) if wants_json() else back_to(public_id)


@bp.post("/conversation/<public_id>/return")
@refusals_at_the_desk
def give_back(public_id: str) -> AnyResponse:
    """Back to the queue, with its place kept."""
    with unit_of_work():
        desk.give_back(me(), public_id, claim_number())
    return on_to_the_next()
