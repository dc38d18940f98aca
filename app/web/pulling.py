"""What a script of either side asks for over and over: whether anything is new, and the answer to what it sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, jsonify, request
from jinja2 import Environment
from markupsafe import escape

from app.core import i18n
from app.core.errors import NotFound
from app.core.unit import wait_for
from app.domain.chat import pulls
from app.domain.chat.events import ConversationMoved
from app.domain.chat.log import Posted
from app.domain.chat.pulls import MessageView
from app.domain.chat.terms import Status
from app.web.filters import told as when
from app.web.lines import Line
from app.web.quick_door import Unusual
from app.web.whole import whole

# Every colleague's name in every language, and then some.
MOST_STATES = 2000
_states: dict[tuple[object, ...], str] = {}
# The one application's: the quick door draws without its context.
_environments: list[Environment] = []


def nothing_new(row: Any) -> bool:
    """Whether this browser has read the row as it is (`state`). A place in the queue moves without the row."""
    return is_known(row, request.args.get("state"))


def is_known(row: Any, state: str | None) -> bool:
    """The same of the mark a browser told."""
    return row.status != Status.QUEUED and state == pulls.digest(row)


def plain(messages: list[MessageView]) -> list[MessageView]:
    """These, where they are words alone: whatever is drawn with addresses of ours in it is drawn by Flask."""
    if any(one.card for one in messages):
        raise Unusual
    return messages


def fragment(template: str, **context: Any) -> str:
    """A fragment that needs nothing of the request: without what Flask puts into every page's context."""
    return _environments[-1].get_template(template).render(context)


def state(template: str, known: tuple[object, ...] | None, **context: Any) -> str:
    """What stands above the log. `known`: what alone decides it, where that is little; drawn once then."""
    if known is None:
        return fragment(template, **context)
    key = (template, i18n.current().code, *known)
    if key not in _states:
        if len(_states) >= MOST_STATES:
            _states.clear()
        _states[key] = fragment(template, **context)
    return _states[key]


def drawn(marks: dict[str, Any], state: str, lines: list[Line]) -> str:
    """The answer to a pull: marks for the script, the state and the lines."""
    rows = _rows(lines) if not any(line.card for line in lines) else fragment("public/chat/_lines.html", lines=lines)
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in marks.items())
    return f"<div data-pulled{told}>\n{state}\n<ol>{rows}</ol>\n</div>"


def _rows(lines: list[Line]) -> str:
    """Words alone need no template around them."""
    ui: Any = _environments[-1].globals["ui"]
    said = ui.chat.said
    return "".join([f"{said(line, when(line.at))}\n" for line in lines])


def told(conversation: str, html: str) -> Response:
    """What a browser keeps as read must be on the disk: after a power cut its number would be given to other words."""
    on_disk(conversation)
    return Response(html)


def on_disk(conversation: str) -> None:
    """Comes back when every line of it is."""
    wait_for(lambda fact: isinstance(fact, ConversationMoved) and fact.conversation == conversation)


def after() -> int:
    """The last line this browser has."""
    return whole(request.args.get("after", "0"))


def stored(posted: Posted, pulled: Callable[[int], str]) -> Response:
    """The answer to a send; with `after` in the form, what a pull would have fetched comes along.

    Made inside the unit of work, which spares a transaction; nobody gets it unless that is saved.
    """
    return jsonify(**answered(posted, request.form.get("after"), pulled))


def answered(posted: Posted, known: str | None, pulled: Callable[[int], str]) -> dict[str, Any]:
    """The same as it will be JSON."""
    try:
        more = {} if known is None else {"pulled": pulled(whole(known))}
    except NotFound:  # stored before, and a colleague's since: that it is stored is still true
        more = {}
    return {"seq": posted.seq, "masked": posted.masked, "ambiguous": posted.ambiguous, **more}


def init_app(app: Flask) -> None:
    _environments[:] = [app.jinja_env]
