"""What a visitor takes along to come back with, and coming back by a short code or a private link."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.db import session
from app.core.errors import Conflict
from app.domain.chat import log, secrets
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Action, Visitor, authorize
from app.domain.chat.terms import Status


@dataclass(frozen=True)
class Keys:
    """A short code that works once, and the secret of a private link. The ones before them stop working."""

    code: str
    link: str


@dataclass(frozen=True)
class Opened:
    """The token for this browser's cookie. `left_code` opens the conversation that was open here before, if any was."""

    token: str
    left_code: str


def new_keys(visitor: Visitor) -> Keys:
    """Both ways back, for paper and for another device."""
    conversation = authorize(visitor, Action.WRITE, log.locked(visitor.conversation_id))
    return Keys(secrets.give_code(conversation), secrets.give_link(conversation))


def open_by_link(secret: str, holding: Visitor | None, replace: bool = False) -> Opened:
    """Swaps a private link for a token. Conflict("other_open") where this browser holds another open conversation.

    Told to `replace` it, nothing is lost: the other one gets a code to come back with.
    """
    return _opened(secrets.open_link(secret), holding, replace)


def open_by_code(typed: str, holding: Visitor | None = None, replace: bool = False) -> Opened:
    """The same with a short code, which is used up only when it opens."""
    return _opened(secrets.take_code(typed), holding, replace)


def open_beside(holding: Visitor | None, form_key: str) -> bool:
    """Whether this browser holds an open conversation that another form began."""
    held = session.get(Conversation, holding.conversation_id) if holding else None
    return held is not None and held.status != Status.CLOSED and held.start_key != form_key


def leave_for_another(holding: Visitor) -> str:
    """A code for the conversation that is open here, before a new one takes its place."""
    return secrets.give_code(authorize(holding, Action.WRITE, log.locked(holding.conversation_id)))


def _opened(wanted: Conversation, holding: Visitor | None, replace: bool) -> Opened:
    held = session.get(Conversation, holding.conversation_id) if holding else None
    if held is None or held.id == wanted.id or held.status == Status.CLOSED:
        return Opened(secrets.give_token(wanted), "")
    if not replace:
        raise Conflict("other_open")
    return Opened(secrets.give_token(wanted), secrets.give_code(held))
