"""What somebody who waits, or has gone quiet, can say with one press: leave it as a message instead; yes, I am here."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.unit import unit_of_work
from app.domain.chat import idle, queue
from app.web.guards import current_visitor
from app.web.public.blueprint import bp


@bp.post("/chat/leave-message")
def chat_leave_message() -> AnyResponse:
    """Out of the queue, on to the ways to its answer. Where a librarian was quicker, the page says who is there."""
    with unit_of_work():
        left = queue.leave_instead(current_visitor())
    return redirect(url_for("public.chat_new_code"), 307) if left else redirect(url_for("public.chat"), 303)


@bp.post("/chat/here")
def chat_here() -> AnyResponse:
    """ "Yes, I am here." """
    with unit_of_work():
        idle.here(current_visitor())
    return redirect(url_for("public.chat"), 303)
