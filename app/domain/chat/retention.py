"""How long words are kept, and erasing them for real. Retention is data: a moment on the row, and one idempotent job."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, select

from app.core import clock, db, disk
from app.core.db import session
from app.core.unit import record, unit_of_work
from app.domain.chat import ledger, letters
from app.domain.chat.events import Erased, QueueMoved
from app.domain.chat.models import (
    Conversation,
    ConversationGuest,
    ConversationSecret,
    LetterAddress,
    Message,
    Review,
    Tombstone,
)
from app.domain.chat.terms import Status


@dataclass(frozen=True)
class Keep:
    """Days that text is kept: after a close, a left message, and a question nobody took."""

    closed: int = 30
    left: int = 90
    unclaimed: int = 1


keep = Keep()
# What opens a conversation is useless after its time; it is kept a little longer so that nothing hangs on a clock.
SECRET_DAYS = 1
_read = False


def configure(closed: int, left: int, unclaimed: int) -> None:
    """Sets this installation's days; create_app() calls it once."""
    global keep
    keep = Keep(closed, left, unclaimed)


def set_expiry(conversation: Conversation) -> None:
    """Writes when this conversation is to be erased, from the state it is in."""
    if conversation.left_message and conversation.status != Status.CLOSED:
        conversation.expires_at = clock.now() + clock.days(keep.left)
    elif conversation.status == Status.CLOSED:
        days = keep.left if conversation.left_message else keep.closed
        conversation.expires_at = clock.now() + clock.days(days)
    elif conversation.status == Status.QUEUED and conversation.claimed_at is None:
        conversation.expires_at = clock.now() + clock.days(keep.unclaimed)
    else:
        # Nobody may ever close it: a browser shut in the middle must not keep its words for ever.
        conversation.expires_at = clock.now() + clock.days(keep.closed)


def erase(conversation: Conversation, by: str = "time") -> None:
    """Takes away every word, name and key of one conversation and leaves a tombstone."""
    _erase([conversation], by)


def _erase(given: Sequence[Conversation], by: str = "time") -> None:
    """The same for many at once: nobody else is served meanwhile, so every statement counts."""
    found = [one for one in given if one.erased_at is None]
    moment, numbers = clock.now(), [one.id for one in found]
    if not found:
        return
    for table in (Message, ConversationSecret, LetterAddress, ConversationGuest, Review):
        session.execute(
            delete(table).where(table.conversation_id.in_(numbers)), execution_options={"synchronize_session": False}
        )
    ledger.put_stones([one.public_id for one in found], moment)
    for one in found:
        _empty(one, moment, by)
        if by != "time":
            record(Erased(one.public_id))
    disk.words_gone()
    record(QueueMoved())


def _empty(conversation: Conversation, moment: datetime, by: str) -> None:
    """Nothing of its visitor is left on the row; that there was a question, and when, is."""
    conversation.first_name = conversation.network = ""
    conversation.origin = {}
    conversation.status = Status.CLOSED
    conversation.closed_at = conversation.closed_at or moment
    conversation.closed_by = conversation.closed_by or by
    conversation.assignee_id = conversation.skill_id = conversation.handed_by_id = None
    conversation.handed_at = conversation.wide_at = None
    conversation.rating = None
    conversation.erased_at = moment
    conversation.expires_at = None


def run(batch: int = 25) -> int:
    """Erases what has expired, a batch a transaction; safe to kill and to run twice. Returns how many."""
    erased = 0
    while True:
        with unit_of_work() as unit:
            due = unit.session.scalars(
                select(Conversation)
                .where(Conversation.expires_at <= clock.now(), Conversation.erased_at.is_(None))
                .limit(batch)
                .with_for_update(skip_locked=True, of=Conversation)
            ).all()
            _erase(due)
        erased += len(due)
        if len(due) < batch:
            break
        time.sleep(0)  # others have their turn between two batches
    return erased + again(whole=not _read)


def again(whole: bool = True) -> int:
    """Erases what a restored backup brought back: what a tombstone knows, or the `whole` ledger, and is not erased.

    Addresses too that were taken off while their conversation lives; they are not counted.

    The ledger is read through when a process begins: nobody puts another database under a running one.
    """
    global _read
    ledger.catch_up()
    back, listed = 0, ledger.entries() if whole else {}
    _read = True
    marks = {name for name in listed if name.startswith(ledger.ADDRESS)}
    for names in ledger.chunks({*listed, *session.scalars(_with_tombstone())} - marks):
        back += _erase_again(names)
    if marks:
        letters.take_off_again(marks)
    return back


def addresses() -> int:
    """How many e-mail addresses are kept."""
    return session.execute(select(func.count()).select_from(LetterAddress)).scalar_one()


def _with_tombstone() -> Select[str]:
    stone = Tombstone.conversation_public_id == Conversation.public_id
    return select(Conversation.public_id).join(Tombstone, stone).where(Conversation.erased_at.is_(None))


def _erase_again(names: list[str]) -> int:
    """Of these, whatever is not erased; a unit of work is opened only where there is something to do."""
    unerased = select(Conversation).where(Conversation.public_id.in_(names), Conversation.erased_at.is_(None))
    if session.scalars(unerased.limit(1)).first() is None:
        return 0
    with unit_of_work() as unit:
        found = unit.session.scalars(unerased.with_for_update(of=Conversation)).all()
        _erase(found)
    return len(found)


def forget_keys() -> int:
    """Takes away what once opened a conversation and cannot any more, and addresses no letter goes to. Returns how many."""
    now = clock.now()
    late = now - clock.days(SECRET_DAYS)
    with unit_of_work():
        gone = db.changed(delete(ConversationSecret).where(ConversationSecret.expires_at < late))
        late_addresses = select(LetterAddress).where(LetterAddress.expires_at < now)
        addresses = session.scalars(late_addresses.with_for_update(skip_locked=True)).all()
        ledger.take_off(addresses)
        theirs = LetterAddress.conversation_id.in_([one.conversation_id for one in addresses])
        gone += db.changed(delete(LetterAddress).where(theirs))
        if gone:
            disk.words_gone()
    return gone
