"""The visitor's side of the quick door: while somebody talks with them, what is new, and what they say."""

from __future__ import annotations

from typing import Any

from app.core.quick import glance
from app.core.unit import unit_of_work
from app.domain.chat import pulls, queries, services
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Status
from app.web import chat_cookie, pulling
from app.web.public.chat import drawn
from app.web.quick_door import Asked, Unusual, open_road
from app.web.whole import whole


def _visitor(asked: Asked) -> Visitor:
    found = queries.visitor_by_token(asked.cookie(chat_cookie.NAME))
    named = asked.args.get("talk", asked.form.get("talk"))
    if found is None or named not in (None, found.public_id):
        raise Unusual
    return found


def _drawn(visitor: Visitor, row: Any, after: int) -> str:
    if row.status != Status.ACTIVE or row.still_asked_at is not None:
        raise Unusual
    return drawn(row, pulling.plain(pulls.messages_after(visitor, row, after)))


def pull(asked: Asked) -> str | None:
    """What is new for the visitor, as `public.chat_messages` says it."""
    with glance():
        visitor = _visitor(asked)
        asked.spend("pull", visitor.public_id)
        row = pulls.own_row(visitor)
        if pulling.is_known(row, asked.args.get("state")):
            return None
        html = _drawn(visitor, row, whole(asked.args.get("after", "0")))
    pulling.on_disk(row.public_id)
    return html


def post(asked: Asked) -> dict[str, Any]:
    """Stores what a visitor's script sends, as `public.chat_post` does."""
    with glance():
        visitor = _visitor(asked)
    asked.spend("message", visitor.public_id)
    form = asked.form
    with unit_of_work():
        posted = services.post(visitor, form.get("text", ""), form.get("key", ""))
        return pulling.answered(posted, form.get("after"), lambda after: _drawn(visitor, pulls.own_row(visitor), after))


open_road("GET", "public.chat_messages", pull)
open_road("POST", "public.chat_post", post)
