"""Bringing a colleague into a conversation, as a third: they read and write in it by their own name; they leave again.

What they may stands in permissions.py. Their fence is their row, read under the conversation's lock.
"""

from __future__ import annotations

from sqlalchemy import select

from app.core import clock, db
from app.core.db import session
from app.core.errors import Conflict, NotFound
from app.core.unit import record, unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.chat import desk, log, presence, say
from app.domain.chat.events import QueueMoved
from app.domain.chat.log import Posted
from app.domain.chat.models import Conversation, ConversationGuest, Presence
from app.domain.chat.permissions import Action, StaffActor, authorize
from app.domain.chat.terms import Activity, Kind, Sender, Status, Way


def invite(actor: StaffActor, public_id: str, claim_number: int, colleague: str) -> None:
    """Asks a colleague who is online (their public id) to come in. Whoever is asked, or in, already stays as they are."""
    conversation = desk.held(actor, public_id, claim_number)
    if conversation.status != Status.ACTIVE:
        raise Conflict("status_refused", status=conversation.status)
    target = next((one for one in presence.at_desk() if one.public_id == colleague and one.id != actor.id), None)
    if target is None:
        raise Conflict("colleague_not_there")
    row = _row(conversation.id, target.id)
    if row is None:
        row = ConversationGuest(conversation_id=conversation.id, staff_id=target.id)
        session.add(row)
    elif row.left_at is None and row.way == Way.GUEST:
        return
    row.way, row.invited_by_id, row.invited_at = Way.GUEST, actor.id, clock.now()
    row.joined_at = row.left_at = None
    _moved(conversation)


def join(actor: StaffActor, public_id: str) -> None:
    """Comes in; the visitor is told by whom. Said twice it is said once."""
    conversation, row = _asked(actor, public_id)
    come_in(conversation, row)


def come_in(conversation: Conversation, row: ConversationGuest) -> None:
    if row.joined_at is None:
        row.joined_at = clock.now()
        log.note_activity(conversation, Activity.JOINED, row.staff_id)
        _moved(conversation)


def post(actor: StaffActor, public_id: str, text: str, key: str) -> Posted:
    """A guest's words to the visitor; with their first ones they have come in. A resend gets the first answer."""
    before, conversation = _begun(public_id, key)
    if before is not None:
        return before
    _, row = _asked(actor, public_id)
    authorize(actor, Action.WRITE, conversation, Way(row.way))
    come_in(conversation, row)
    session.flush()
    said = {"staff_at": clock.now(), "still_asked_at": None}
    return say.say(say.locked(public_id=public_id), Sender.STAFF, Kind.TEXT, text, key, actor.id, **said)


def note(actor: StaffActor, public_id: str, text: str, key: str) -> Posted:
    """The side talk: a guest's words, or a reader's, that no visitor gets."""
    before, conversation = _begun(public_id, key)
    if before is not None:
        return before
    _, row = _asked(actor, public_id)
    authorize(actor, Action.NOTE, conversation, Way(row.way))
    return say.say(say.locked(public_id=public_id), Sender.STAFF, Kind.NOTE, text, key, actor.id)


def leave(actor: StaffActor, public_id: str) -> None:
    """Goes again; or says that they cannot come now, which only colleagues see."""
    conversation, row = _asked(actor, public_id)
    _out(conversation, row)


def end(actor: StaffActor, public_id: str, claim_number: int, colleague: str) -> None:
    """The holder goes on without them."""
    conversation = desk.held(actor, public_id, claim_number)
    member = session.scalars(select(StaffMember).where(StaffMember.public_id == colleague)).first()
    row = _row(conversation.id, member.id) if member else None
    if row is None or row.left_at is not None or row.way != Way.GUEST:
        return  # gone by themselves meanwhile
    if row.joined_at is None:  # was asked and is not needed: no line says that somebody left who never came
        row.joined_at = row.left_at = clock.now()
        _moved(conversation, colleague)
    else:
        _out(conversation, row)


def run() -> int:
    """Guests whose machine sleeps have left; a verb of the ticker. Returns how many."""
    gone = (ConversationGuest.left_at.is_(None), Presence.lease_until < db.database_now())
    query = select(ConversationGuest.conversation_id, ConversationGuest.staff_id)
    found = session.execute(query.join(Presence, Presence.staff_id == ConversationGuest.staff_id).where(*gone)).all()
    for conversation_id, staff_id in sorted((one[0], one[1]) for one in found):
        with unit_of_work():
            conversation = log.locked(conversation_id)
            row, lease = _row(conversation_id, staff_id), session.get(Presence, staff_id, populate_existing=True)
            if row is not None and row.left_at is None and lease and lease.lease_until < db.database_now():
                _out(conversation, row)
    return len(found)


def _begun(public_id: str, key: str) -> tuple[Posted | None, Conversation]:
    """The conversation, locked, and the first answer to this key where it was sent before."""
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    return log.already_posted(conversation, Sender.STAFF, key), conversation


def _out(conversation: Conversation, row: ConversationGuest) -> None:
    row.left_at = clock.now()
    member = session.get_one(StaffMember, row.staff_id)
    if row.joined_at is not None and row.way == Way.GUEST and conversation.status != Status.CLOSED:
        log.note_activity(conversation, Activity.GUEST_LEFT, row.staff_id)
    _moved(conversation, member.public_id)


def _moved(conversation: Conversation, gone: str = "") -> None:
    """Whoever is or was in it reads it again, and looks at their lists."""
    session.flush()
    log.moved(conversation, also=True, besides=gone)
    record(QueueMoved())


def _row(conversation_id: int, staff_id: int) -> ConversationGuest | None:
    return session.get(ConversationGuest, (conversation_id, staff_id), populate_existing=True)


def _asked(actor: StaffActor, public_id: str) -> tuple[Conversation, ConversationGuest]:
    """The conversation, locked, and this member's place in it."""
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    row = _row(conversation.id, actor.id)
    if row is None or row.left_at is not None:
        raise Conflict("guest_over")
    if conversation.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    return conversation, row
