"""When a visitor is abusive: what a warning and a block do, said in words before they are pressed."""

from __future__ import annotations

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat import conduct, queries
from app.domain.chat.permissions import Action
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to, me, opened, refusals_at_the_desk
from app.web.whole import whole


@bp.get("/conversation/<public_id>/conduct")
@refusals_at_the_desk
def conduct_form(public_id: str) -> AnyResponse:
    """Both, with what they do. Only for whoever holds the conversation."""
    return _conduct(public_id)


@bp.post("/conversation/<public_id>/warn")
@refusals_at_the_desk
def warn(public_id: str) -> AnyResponse:
    """Says the house's words to the visitor."""
    with unit_of_work():
        conduct.warn(me(), public_id, claim_number(), whole(request.form.get("said", ""), -1))
    return back_to(public_id)


@bp.post("/conversation/<public_id>/block")
@refusals_at_the_desk
def block(public_id: str) -> AnyResponse:
    """Closes it and blocks for a time; how it ended is registered next."""
    hours = whole(request.form.get("hours", ""))
    try:
        with unit_of_work():
            conduct.block(me(), public_id, claim_number(), hours, request.form.get("network") == "yes")
    except Invalid as error:
        return _conduct(public_id, sentence(error), 422)
    return back_to(public_id)


def _conduct(public_id: str, error: str = "", status: int = 200) -> Response:
    found = queries.conversation_for(me(), public_id, Action.HOLD)
    return page(
        "staff/desk/conduct.html",
        status=status,
        open=opened(public_id),
        warned=found.warned,
        network=bool(found.network),
        hours=conduct.HOURS,
        error=error,
        here="desk",
    )
