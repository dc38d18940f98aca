"""What opens a conversation: the cookie's token, and the short code for another day or device."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.core import clock, ids
from app.core.db import session
from app.core.errors import NotFound
from app.domain.chat.models import Conversation, ConversationSecret
from app.domain.chat.terms import SecretKind

COOKIE_DAYS = 90
CODE_DAYS = 90


def give_token(conversation: Conversation) -> str:
    """A new cookie token for this conversation; we keep its hash."""
    token = ids.new_token()
    _keep(conversation, SecretKind.COOKIE, ids.digest(token), clock.now() + clock.days(COOKIE_DAYS))
    return token


def give_code(conversation: Conversation) -> str:
    """A new short code; the ones before it stop working."""
    session.execute(
        update(ConversationSecret)
        .where(
            ConversationSecret.conversation_id == conversation.id,
            ConversationSecret.kind == SecretKind.CODE,
            ConversationSecret.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    code = ids.short_code()
    _keep(conversation, SecretKind.CODE, _code_hash(code), clock.now() + clock.days(CODE_DAYS))
    return code


def take_code(typed: str) -> Conversation:
    """The conversation a code opens; the code is used up. NotFound for wrong, used and expired alike."""
    moment = clock.now()
    used = session.execute(
        update(ConversationSecret)
        .where(
            ConversationSecret.hash == _code_hash(typed),
            ConversationSecret.kind == SecretKind.CODE,
            ConversationSecret.used_at.is_(None),
            ConversationSecret.expires_at > moment,
        )
        .values(used_at=moment)
        .returning(ConversationSecret.conversation_id)
    ).scalar()
    found = session.get(Conversation, used) if used is not None else None
    if found is None or found.erased_at is not None:
        raise NotFound("code_wrong")
    return found


def holder_of(token: str) -> Conversation | None:
    """The conversation a cookie's token opens now."""
    return session.execute(
        select(Conversation)
        .join(ConversationSecret, ConversationSecret.conversation_id == Conversation.id)
        .where(
            ConversationSecret.hash == ids.digest(token),
            ConversationSecret.kind == SecretKind.COOKIE,
            ConversationSecret.used_at.is_(None),
            ConversationSecret.expires_at > clock.now(),
            Conversation.erased_at.is_(None),
        )
    ).scalar()


def forget_tokens(conversation: Conversation) -> None:
    """Every device's cookie stops opening this conversation."""
    session.execute(
        update(ConversationSecret)
        .where(
            ConversationSecret.conversation_id == conversation.id,
            ConversationSecret.kind == SecretKind.COOKIE,
            ConversationSecret.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )


def _keep(conversation: Conversation, kind: SecretKind, value: str, until: datetime) -> None:
    session.add(ConversationSecret(conversation_id=conversation.id, kind=kind, hash=value, expires_at=until))


def _code_hash(code: str) -> str:
    # Forty bits could be tried out from a stolen database; the key is not in it.
    return ids.keyed_digest("conversation-code:" + ids.normal_code(code))
