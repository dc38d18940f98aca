"""A closing summary on a page of its own, to print: addresses and numbers in full, nothing else of the conversation."""

from __future__ import annotations

from flask import Response

from app.core.errors import NotFound
from app.domain.chat import pulls
from app.domain.chat.terms import CardKind
from app.web import lines
from app.web.guards import current_visitor
from app.web.jsonld import absolute
from app.web.page import page
from app.web.public.blueprint import bp


@bp.get("/chat/summary/<int:seq>")
def chat_summary(seq: int) -> Response:
    """The summary that stands at `seq` of this visitor's conversation."""
    visitor = current_visitor()
    found = pulls.messages_after(visitor, pulls.own_row(visitor), seq - 1)[:1]
    if not found or found[0].seq != seq or not found[0].card or found[0].card[0] != CardKind.SUMMARY:
        raise NotFound("conversation_not_here")
    return page("public/chat/summary.html", line=lines.for_visitor(found)[0], in_full=absolute)
