"""What opens a conversation: the cookie's token, the short code for another day or device, the private link."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy import delete, select, update

from app.core import clock, ids
from app.core.db import session
from app.core.errors import NotFound
from app.core.masking import KEY_MASK
from app.core.quick import Quick, given
from app.domain.chat.models import Conversation, ConversationSecret
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import SecretKind

COOKIE_DAYS = 90
CODE_DAYS = 90
LINK_DAYS = 14
# Looked for at every place, because the word before one may look like its first half.
CODE = re.compile(rf"(?<!\w)(?=([{ids.CODE_LETTERS}]{{4}}[ \-‐‑–—]?[{ids.CODE_LETTERS}]{{4}})(?!\w))", re.IGNORECASE)
LINKS = (SecretKind.LINK, SecretKind.LETTER)


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


def without_codes(text: str, conversation_id: int) -> str:
    """The text with this conversation's own code hidden: whoever pastes it shows it to the other side.

    Only its own is looked for. Hiding anybody's would tell a guesser that it is one.
    """
    found = {match[1]: _code_hash(match[1]) for match in CODE.finditer(text) if _is_typed_as_code(match[1])}
    if not found:
        return text
    working = session.scalars(
        select(ConversationSecret.hash).where(
            ConversationSecret.conversation_id == conversation_id,
            ConversationSecret.kind == SecretKind.CODE,
            ConversationSecret.used_at.is_(None),
        )
    )
    for one in working:
        for typed in [typed for typed, hashed in found.items() if hashed == one]:
            text = text.replace(typed, KEY_MASK)
    return text


def _is_typed_as_code(text: str) -> bool:
    """Not one of the many words, or pairs of words, of eight letters."""
    return text.isupper() or not text.replace(" ", "").isalpha()


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


def give_link(conversation: Conversation) -> str:
    """The secret of a new private link; the one before it stops working, those in letters do not."""
    forget_links(conversation, SecretKind.LINK)
    return _new_link(conversation, SecretKind.LINK)


def give_letter_link(conversation: Conversation) -> str:
    """The secret of a letter's private link. Each letter has its own, and an older letter still opens the conversation."""
    return _new_link(conversation, SecretKind.LETTER)


def forget_links(conversation: Conversation, kind: SecretKind) -> None:
    """No private link of this kind opens the conversation any more."""
    session.execute(
        delete(ConversationSecret).where(
            ConversationSecret.conversation_id == conversation.id, ConversationSecret.kind == kind
        )
    )


def forget_link(secret: str) -> None:
    """This one private link opens nothing any more."""
    session.execute(delete(ConversationSecret).where(ConversationSecret.hash == ids.digest(secret)))


def open_link(secret: str) -> Conversation:
    """The conversation a private link opens, until it expires. NotFound for wrong, expired and forgotten alike."""
    moment = clock.now()
    opened = session.execute(
        update(ConversationSecret)
        .where(
            ConversationSecret.hash == ids.digest(secret),
            ConversationSecret.kind.in_(LINKS),
            ConversationSecret.expires_at > moment,
        )
        .values(used_at=moment)
        .returning(ConversationSecret.conversation_id)
    ).scalar()
    found = session.get(Conversation, opened) if opened is not None else None
    if found is None or found.erased_at is not None:
        raise NotFound("link_wrong")
    return found


def _new_link(conversation: Conversation, kind: SecretKind) -> str:
    secret = ids.new_token()
    _keep(conversation, kind, ids.digest(secret), clock.now() + clock.days(LINK_DAYS))
    return secret


# Built once: every request of every visitor asks this.
_conversation, _secret = Conversation.__table__, ConversationSecret.__table__
_HOLDER = Quick(
    select(_conversation.c.id, _conversation.c.public_id)
    .join(_secret, _secret.c.conversation_id == _conversation.c.id)
    .where(
        _secret.c.hash == given("hash"),
        _secret.c.kind == SecretKind.COOKIE,
        _secret.c.used_at.is_(None),
        _secret.c.expires_at > given("now"),
        _conversation.c.erased_at.is_(None),
    )
)


def holder_of(token: str) -> Visitor | None:
    """Whoever holds a cookie's token: the visitor of the conversation that it opens now."""
    found = _HOLDER.first(hash=ids.digest(token), now=clock.now())
    return Visitor(found.id, found.public_id) if found else None


def forget_tokens(conversation: Conversation) -> None:
    """Every device's cookie stops opening this conversation, and so does every private link that was opened.

    An opened link stands in the history of a browser that others may use. One that nobody opened yet goes on working.
    """
    session.execute(
        delete(ConversationSecret).where(
            ConversationSecret.conversation_id == conversation.id,
            ConversationSecret.kind.in_(LINKS),
            ConversationSecret.used_at.is_not(None),
        )
    )
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
