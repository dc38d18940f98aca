"""The real application with one promise broken on purpose: a harness that stays green on it proves nothing."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import gevent
from sqlalchemy import UniqueConstraint, inspect, select

import wsgi
from app.core import db
from app.domain.chat import log, pulls
from app.domain.chat.models import Conversation, Message
from tests.chaos.promises import SPOILS

_insert_line, _messages_after = log.insert_line, pulls.messages_after
_early = False


def _without(*columns: str) -> None:
    """The table of messages made again without one of its unique constraints."""
    table = Message.__table__
    for one in list(table.constraints):  # type: ignore[attr-defined]
        if isinstance(one, UniqueConstraint) and {column.name for column in one.columns} == set(columns):
            table.constraints.discard(one)  # type: ignore[attr-defined]
    with db.engine().begin() as connection:
        there = inspect(connection).get_unique_constraints(table.name)  # type: ignore[attr-defined]
        if any(set(one["column_names"]) == set(columns) for one in there):
            table.drop(connection)  # type: ignore[attr-defined]
            table.create(connection)  # type: ignore[attr-defined]


def unique_key() -> None:
    """A resend is stored again."""
    _without("conversation_id", "sender", "client_key")
    log.already_posted = lambda *_: None


def seq() -> None:
    """Numbers given carelessly: every fourth line gets the one before it again."""
    _without("conversation_id", "seq")
    lines = count()

    def careless(conversation_id: int, number: int, *what: Any, **fields: Any) -> None:
        _insert_line(conversation_id, number - (next(lines) % 4 == 3 and number > 2), *what, **fields)

    log.insert_line = careless


def early_ack() -> None:
    """ "Sent" is said first, and saved half a second later."""
    global _early
    _early = True


def pull() -> None:
    """Whoever asks for what is new gets nothing; only a fresh page shows everything."""
    pulls.messages_after = lambda actor, row, after=0: [] if after else _messages_after(actor, row, 0)


def foreign() -> None:
    """Somebody else's newest line comes along."""

    def leaky(actor: Any, row: Any, after: int = 0) -> list[pulls.MessageView]:
        own = _messages_after(actor, row, after)
        others = select(Conversation).where(Conversation.id != row.id).order_by(Conversation.id.desc()).limit(1)
        other = db.session.execute(others).scalar()
        return own + (_messages_after(actor, other, 0)[:1] if other and own else [])

    pulls.messages_after = leaky


def hatched() -> None:
    """Called in a server that has just been forked."""
    if how := os.environ.get("CHAOS_HOW"):
        globals()[SPOILS[SPOILS.index(how)]]()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if not (_early and environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"].endswith("/messages")):
        answer: Iterable[bytes] = wsgi.application(environ, start_response)
        return answer
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    gevent.spawn_later(0.5, _later, {**environ, "wsgi.input": io.BytesIO(body)})
    said = json.dumps({"seq": None, "masked": 0}).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
    return [said]


def _later(environ: dict[str, Any]) -> None:
    wsgi.application(environ, lambda *_: lambda _data: None)
