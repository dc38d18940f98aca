"""What a script of either side asks for over and over: whether anything is new, and the answer to what it sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, jsonify, request

from app.core.errors import NotFound
from app.core.unit import wait_for
from app.domain.chat import pulls
from app.domain.chat.events import ConversationMoved
from app.domain.chat.log import Posted
from app.domain.chat.terms import Status
from app.web.whole import whole


def nothing_new(row: Any) -> bool:
    """Whether this browser has read the row as it is (`state`). A place in the queue moves without the row."""
    return row.status != Status.QUEUED and request.args.get("state") == pulls.digest(row)


def fragment(template: str, **context: Any) -> str:
    """A fragment that needs nothing of the request: without what Flask puts into every page's context."""
    return current_app.jinja_env.get_template(template).render(context)


def told(conversation: str, html: str) -> Response:
    """What a browser keeps as read must be on the disk: after a power cut its number would be given to other words."""
    wait_for(lambda fact: isinstance(fact, ConversationMoved) and fact.conversation == conversation)
    return Response(html)


def after() -> int:
    """The last line this browser has."""
    return whole(request.args.get("after", "0"))


def stored(posted: Posted, pulled: Callable[[int], str]) -> Response:
    """The answer to a send; with `after` in the form, what a pull would have fetched comes along.

    Made inside the unit of work, which spares a transaction; nobody gets it unless that is saved.
    """
    known = request.form.get("after")
    try:
        more = {} if known is None else {"pulled": pulled(whole(known))}
    except NotFound:  # stored before, and a colleague's since: that it is stored is still true
        more = {}
    return jsonify(seq=posted.seq, masked=posted.masked, ambiguous=posted.ambiguous, **more)
