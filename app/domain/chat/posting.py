"""Letters about answers: when one is due, and sending it outside every unit of work.

A letter tells of all lines of the staff that are unread for ten minutes, at most once in fifteen. Whoever sends holds the
row by a lease: killed between the mail server's yes and our note of it, a letter goes out once more, under the same
Message-ID; none is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import aliased

from app.core import clock, db, mail
from app.core.db import session
from app.core.mail import Fault, Letter, Undelivered
from app.core.unit import unit_of_work
from app.domain.chat import letters, secrets
from app.domain.chat import log as chat
from app.domain.chat.models import Conversation, LetterAddress, Message
from app.domain.chat.terms import Activity, Kind, Sender, Status

log = logging.getLogger(__name__)
UNREAD_MINUTES = 10
BETWEEN_MINUTES = 15
LEASE_MINUTES = 2
# Minutes until a refused letter is tried again, by how often it was. One refused for good has only these; then we give up
# and say so at the desk. One refused for now (greylisting, a full disk) goes on every hour for four days: RFC 5321, 4.5.4.1.
AGAIN_MINUTES = (1, 5, 15, 60)
LATER_MINUTES = 60
LATER_TRIES = len(AGAIN_MINUTES) + 4 * 24
SERVER_MINUTES = 1
MOST_AT_ONCE = 50
Line, Theirs = aliased(Message), aliased(Message)


@dataclass(frozen=True)
class Draft:
    """What a letter says, for a face to put into words. `link` and `off` are secrets; `reply_to` may be empty.

    `key` stays the same until the letter is noted as sent, however often that is tried.
    """

    to: str
    locale: str
    count: int
    link: str
    off: str
    reply_to: str
    key: str = ""


@dataclass(frozen=True)
class _Taken:
    """A letter that is ours to send until `lease`; it tells of lines up to `upto`."""

    conversation_id: int
    draft: Draft
    upto: int
    lease: datetime


_write: Callable[[Draft], Letter] | None = None
_days = 7


def configure(write: Callable[[Draft], Letter], days: int) -> None:
    """Sets who puts letters into words, and for how long an address is kept; create_app() calls it once."""
    global _write, _days
    _write, _days = write, days


def keep_days() -> int:
    """Days that an address is kept after the answer was read, or told of."""
    return _days


def run() -> int:
    """Sends what is due; a verb of the ticker. Returns how many letters went out."""
    if not mail.ready() or _write is None:
        return 0
    sent = 0
    for conversation_id in _due():
        taken = _take(conversation_id)
        if taken is None:
            continue
        try:
            mail.send(_write(taken.draft))
        except Undelivered as error:
            log.warning("a letter did not go out: %s", error.said)
            _undelivered(taken, error.fault)
            if error.fault is Fault.SERVER:
                break  # the others would meet the same silence
        else:
            _note(taken, told_seq=taken.upto, last_sent_at=db.database_now(), tries=0, sending_until=None)
            sent += 1
    return sent


def _newest(who: Sender) -> Any:
    """The newest `seq` one side has spoken, 0 for none."""
    spoken = (Theirs.sender == who, Theirs.kind.in_((Kind.TEXT, Kind.CARD)))
    return (
        select(func.coalesce(func.max(Theirs.seq), 0))
        .where(Theirs.conversation_id == LetterAddress.conversation_id, *spoken)
        .correlate(LetterAddress)
        .scalar_subquery()
    )


def _unread(what: Any, before: datetime | None = None) -> Select[Any]:
    """`what` of the staff's lines that the visitor has neither read nor been told of, written before a moment."""
    query = (
        select(what)
        .select_from(Line)
        .join(Conversation, Conversation.id == Line.conversation_id)
        .where(
            Line.conversation_id == LetterAddress.conversation_id,
            Conversation.erased_at.is_(None),
            Line.sender == Sender.STAFF,
            Line.kind.in_((Kind.TEXT, Kind.CARD)),
            Line.seq > LetterAddress.told_seq,
            Line.seq > Conversation.visitor_seen_seq,
            Line.seq > _newest(Sender.VISITOR),  # who answered a line has read it, with scripts or without
        )
        .correlate(LetterAddress)
    )
    return query.where(Line.created_at <= before) if before else query


def waiting() -> int:
    """How many letters ought to have gone out; while a mail server is away they are tried again and again."""
    query = select(func.count()).select_from(LetterAddress).where(*_is_wanted(db.database_now()))
    return session.scalar(query) or 0


def _is_due(moment: datetime) -> Sequence[ColumnElement[bool]]:
    free = or_(LetterAddress.sending_until.is_(None), LetterAddress.sending_until <= moment)
    return *_is_wanted(moment), free


def _is_wanted(moment: datetime) -> Sequence[ColumnElement[bool]]:
    between = moment - clock.minutes(BETWEEN_MINUTES)
    return (
        LetterAddress.failed_at.is_(None),
        LetterAddress.created_at <= between,  # taking an address away and giving another one is no way around it
        or_(LetterAddress.last_sent_at.is_(None), LetterAddress.last_sent_at <= between),
        _unread(Line.id, moment - clock.minutes(UNREAD_MINUTES)).exists(),
    )


def _due() -> list[int]:
    """Conversations whose visitor is to be told now."""
    query = select(LetterAddress.conversation_id).where(*_is_due(db.database_now()))
    found = list(session.scalars(query.order_by(LetterAddress.conversation_id).limit(MOST_AT_ONCE)))
    session.rollback()  # nothing of the database is held while a mail server thinks
    return found


def _take(conversation_id: int) -> _Taken | None:
    """Takes the letter for us alone, with a link of its own; None where another process or the visitor was first."""
    with unit_of_work():
        # First what the visitor's forms lock first too: the other way round each would wait for the other.
        conversation = chat.locked(conversation_id)
        moment = db.database_now()
        lease = moment + clock.minutes(LEASE_MINUTES)
        row = LetterAddress.conversation_id == conversation_id
        taking = update(LetterAddress).where(row, *_is_due(moment)).values(sending_until=lease)
        if not db.changed(taking):
            return None
        address = session.execute(
            select(LetterAddress).where(row).execution_options(populate_existing=True)
        ).scalar_one()
        told = session.execute(
            select(_unread(func.count()).scalar_subquery(), _unread(func.max(Line.seq)).scalar_subquery()).where(row)
        ).one()
        draft = Draft(
            to=address.email,
            locale=address.locale,
            count=told[0],
            link=secrets.give_letter_link(conversation),
            off=letters.off_key(conversation.public_id, address.email),
            reply_to=_reply_to(conversation, address),
            key=f"{conversation.public_id} {address.created_at.isoformat()} {address.told_seq}",
        )
        return _Taken(conversation_id, draft, told[1], lease)


def _reply_to(conversation: Conversation, address: LetterAddress) -> str:
    if not mail.reads_replies():
        return ""
    return mail.reply_address(letters.reply_name(conversation.public_id, address.email))


def _undelivered(taken: _Taken, fault: Fault) -> None:
    """Later again; or never, where the address does not exist or the letter was refused too often."""
    if fault is Fault.SERVER:
        _note(taken, sending_until=db.database_now() + clock.minutes(SERVER_MINUTES))
        return
    row = LetterAddress.conversation_id == taken.conversation_id
    tries = session.execute(select(LetterAddress.tries).where(row)).scalar() or 0
    most = {Fault.LATER: LATER_TRIES, Fault.LETTER: len(AGAIN_MINUTES)}.get(fault, 0)
    if tries < most:
        pause = AGAIN_MINUTES[tries] if tries < len(AGAIN_MINUTES) else LATER_MINUTES
        _note(taken, tries=tries + 1, sending_until=db.database_now() + clock.minutes(pause))
    with unit_of_work():
        if tries >= most:
            give_up(taken.conversation_id, LetterAddress.sending_until == taken.lease)
        secrets.forget_link(taken.draft.link)  # nobody got it, and the next try brings its own


def give_up(conversation_id: int, *where: ColumnElement[bool]) -> bool:
    """Letters do not arrive: none is sent any more, and both sides read so in the log. Once is enough."""
    conversation = chat.locked(conversation_id)
    row = (LetterAddress.conversation_id == conversation_id, LetterAddress.failed_at.is_(None))
    failing = update(LetterAddress).where(*row, *where).values(failed_at=clock.now(), sending_until=None)
    if conversation.erased_at is not None or not db.changed(failing):
        return False
    chat.note_activity(conversation, Activity.LETTER_FAILED)
    return True


def _note(taken: _Taken, **values: Any) -> None:
    """Writes what became of a letter; nothing where the visitor changed or took away the address meanwhile."""
    ours = (LetterAddress.conversation_id == taken.conversation_id, LetterAddress.sending_until == taken.lease)
    with unit_of_work():
        db.changed(update(LetterAddress).where(*ours).values(**values))


def settle() -> int:
    """An address lives until some days after its last answer was read or told of; a new question makes it live on.

    What is settled needs no letter, so the tries it took are forgotten: the next one has all its days again.
    """
    told = ~_unread(Line.id).exists()
    answered = or_(Conversation.status == Status.CLOSED, _newest(Sender.STAFF) > _newest(Sender.VISITOR))
    settled = or_(LetterAddress.failed_at.is_not(None), told & answered)
    query = select(LetterAddress.conversation_id).join(Conversation, Conversation.id == LetterAddress.conversation_id)
    done = list(session.scalars(query.where(LetterAddress.expires_at.is_(None), settled)))
    awake = list(session.scalars(query.where(LetterAddress.expires_at.is_not(None), ~settled)))
    session.rollback()
    if done or awake:
        with unit_of_work():
            for found, moment in ((done, clock.now() + clock.days(_days)), (awake, None)):
                chosen = LetterAddress.conversation_id.in_(found)
                db.changed(update(LetterAddress).where(chosen).values(expires_at=moment, tries=0))
    return len(done) + len(awake)
