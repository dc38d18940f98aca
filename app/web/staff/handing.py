"""Handing a conversation over, saying yes or not now to one, and taking one's own back."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from app.core.unit import unit_of_work
from app.domain.chat import asking_for, handing
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to, me, on_to_the_next, refusals_at_the_desk

# What a form of the hand-over names besides a colleague's public id.
SKILL, QUEUE = "skill-", "queue"


@bp.post("/conversation/<public_id>/transfer")
@refusals_at_the_desk
def transfer(public_id: str) -> AnyResponse:
    """To a colleague, to whoever has a skill, or to the queue; with a note."""
    to, words = request.form.get("colleague", ""), request.form.get("text", "")
    with unit_of_work():
        if to == QUEUE:
            handing.to_queue(me(), public_id, claim_number(), words)
        elif to.startswith(SKILL):
            handing.to_skill(me(), public_id, claim_number(), to.removeprefix(SKILL), words)
        else:
            handing.to_person(me(), public_id, claim_number(), to, words)
    return on_to_the_next()


@bp.post("/conversation/<public_id>/take")
@refusals_at_the_desk
def accept_handed(public_id: str) -> AnyResponse:
    """ "I take it." """
    with unit_of_work():
        handing.accept(me(), public_id, claim_number())
    return back_to(public_id)


@bp.post("/conversation/<public_id>/not-now")
@refusals_at_the_desk
def refuse_handed(public_id: str) -> AnyResponse:
    """Back to whoever handed it over, with words for them."""
    with unit_of_work():
        handing.not_now(me(), public_id, claim_number(), request.form.get("text", ""))
    return on_to_the_next()


@bp.post("/conversation/<public_id>/take-back")
@refusals_at_the_desk
def take_back(public_id: str) -> AnyResponse:
    """Mine again, while my colleague has not said yes."""
    with unit_of_work():
        handing.take_back(me(), public_id)
    return back_to(public_id)


@bp.post("/conversation/<public_id>/asks-for")
@refusals_at_the_desk
def ask_for(public_id: str) -> AnyResponse:
    """What somebody who waits asks for: another skill, or nothing."""
    with unit_of_work():
        asking_for.change(me(), public_id, request.form.get("skill", ""))
    return back_to(public_id)
