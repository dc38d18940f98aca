"""Where a visitor wants to be told of an answer: kept in one row, changed and taken away by them, opened by no guess."""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.config_mail import ADDRESS, REPLY_LETTERS
from app.core import disk, ids, mail
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.text import clean
from app.core.unit import unit_of_work
from app.domain.chat import ledger, log, secrets
from app.domain.chat.models import Conversation, LetterAddress
from app.domain.chat.permissions import Action, Visitor, authorize
from app.domain.chat.terms import SecretKind


@dataclass(frozen=True)
class Address:
    """Where a visitor is told. `failed`: letters do not arrive there."""

    email: str
    failed: bool


def tell_me(visitor: Visitor, email: str) -> None:
    """The visitor's wish to be told at this address; another one takes the place of the one before."""
    if not mail.ready():
        raise Conflict("letters_off")
    conversation = authorize(visitor, Action.WRITE, log.locked(visitor.conversation_id))
    address = normal_address(email)
    row = session.get(LetterAddress, conversation.id, populate_existing=True)
    if row is None:
        row = LetterAddress(conversation_id=conversation.id)
        session.add(row)
    elif row.email != address:
        ledger.take_off([row])
        row.created_at += timedelta(microseconds=1)  # another giving, also where the first address comes back one day
        secrets.forget_links(conversation, SecretKind.LETTER)  # it may have been a stranger's
        disk.words_gone()
    row.email, row.locale = address, conversation.locale
    row.reply_hash = ids.digest(reply_name(conversation.public_id, address))
    row.tries, row.failed_at, row.sending_until, row.expires_at = 0, None, None, None


def stop(visitor: Visitor) -> None:
    """No letters any more: the address is gone, and with it what letters to it open."""
    _forget(authorize(visitor, Action.WRITE, log.locked(visitor.conversation_id)))


def stop_by_key(key: str) -> None:
    """The same, by the link in a letter. A wrong key changes nothing and is not told from a right one."""
    if not re.fullmatch(r"[\w-]{1,32}\.[0-9a-f]{40}", key, re.ASCII):
        return
    public_id = key.partition(".")[0]
    found = log.found(public_id)  # locked before its address is, as everywhere
    row = session.get(LetterAddress, found.id, populate_existing=True) if found else None
    email = row.email if row else ""
    if hmac.compare_digest(off_key(public_id, email).encode(), key.encode()) and found is not None and row is not None:
        _forget(found)


def take_off_again(marks: Collection[str]) -> int:
    """Addresses of which the ledger knows that they were taken off, in a database that was put back. Returns how many."""
    back = [row.conversation_id for row in session.scalars(select(LetterAddress)) if ledger.mark_of(row) in marks]
    session.rollback()
    if back:
        with unit_of_work():
            for conversation_id in back:
                conversation = log.locked(conversation_id)
                row = session.get(LetterAddress, conversation_id, populate_existing=True)
                if row is not None and ledger.mark_of(row) in marks:
                    _forget(conversation)
    return len(back)


def _forget(conversation: Conversation) -> None:
    row = session.get(LetterAddress, conversation.id, populate_existing=True)
    if row is not None:
        ledger.take_off([row])
        session.delete(row)
    secrets.forget_links(conversation, SecretKind.LETTER)
    disk.words_gone()


def address_of(visitor: Visitor) -> Address | None:
    """Where this visitor is told, if anywhere."""
    row = session.get(LetterAddress, visitor.conversation_id, populate_existing=True)
    return Address(row.email, row.failed_at is not None) if row else None


def normal_address(typed: str) -> str:
    """One spelling of an address somebody typed; Invalid where letters can surely not arrive."""
    local, _, host = clean(typed, 400).strip().removeprefix("mailto:").rpartition("@")
    try:
        host = host.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise Invalid("email_wrong") from None
    address = f"{local.strip()}@{host}"
    odd = (
        any(one in local for one in "%!/=`{|}^")
        or ".." in address
        or local.startswith((".", "-"))
        or local.endswith(".")
    )
    if not ADDRESS.fullmatch(address) or "." not in host or odd or len(address) > 254:
        raise Invalid("email_wrong")
    return address


def reply_name(public_id: str, email: str) -> str:
    """What stands after the plus in the address that answers to letters go to; only its hash is stored."""
    made = bytes.fromhex(ids.keyed_digest(f"letter-reply:{public_id}:{email}"))
    return base64.b32encode(made).decode().lower()[:REPLY_LETTERS]


def off_key(public_id: str, email: str) -> str:
    """What a letter's way to be left alone carries; it opens nothing and is not stored."""
    return f"{public_id}.{ids.keyed_digest(f'letters-off:{public_id}:{email}')[:40]}"
