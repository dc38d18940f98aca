"""Bringing a colleague into a conversation, coming in, leaving again."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response as AnyResponse

from app.core.unit import unit_of_work
from app.domain.chat import guests
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to, me, on_to_the_next, refusals_at_the_desk


@bp.post("/conversation/<public_id>/bring-in")
@refusals_at_the_desk
def bring_in(public_id: str) -> AnyResponse:
    """Asks a colleague who is here to come in."""
    with unit_of_work():
        guests.invite(me(), public_id, claim_number(), request.form.get("guest", ""))
    return back_to(public_id)


@bp.post("/conversation/<public_id>/join")
@refusals_at_the_desk
def join(public_id: str) -> AnyResponse:
    with unit_of_work():
        guests.join(me(), public_id)
    return back_to(public_id)


@bp.post("/conversation/<public_id>/step-out")
@refusals_at_the_desk
def step_out(public_id: str) -> AnyResponse:
    """I leave it again; or I cannot come now."""
    with unit_of_work():
        guests.leave(me(), public_id)
    return on_to_the_next()


@bp.post("/conversation/<public_id>/go-on-without")
@refusals_at_the_desk
def go_on_without(public_id: str) -> AnyResponse:
    with unit_of_work():
        guests.end(me(), public_id, claim_number(), request.form.get("guest", ""))
    return back_to(public_id)
