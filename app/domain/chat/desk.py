"""The staff's verbs: claim, write, send a card, note, give back, promise, close. Each write carries the claim."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.core import clock
from app.core.db import changed, session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.unit import record
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import beside, desk_numbers, log, presence, retention, say
from app.domain.chat.events import QueueMoved
from app.domain.chat.log import Posted
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Action, StaffActor, authorize
from app.domain.chat.services import finish, move
from app.domain.chat.terms import Activity, CardKind, ClosedBy, Kind, Sender, Status

ANSWER_WITHIN_DAYS = 3


def claim(actor: StaffActor, public_id: str) -> int:
    """Takes a conversation nobody has, by one conditional update. Returns the claim number every later write carries.

    Raises Conflict("claimed_by_other", name=…) for everybody but the first; claiming one's own again changes nothing.
    """
    won = _take(actor, public_id)
    conversation = _found(actor, public_id)
    return _claimed(actor, conversation) if won else _lost(actor, conversation)


def take(actor: StaffActor, public_id: str) -> bool:
    """The same claim for whoever means anybody, not this one: False, and nothing changed, when a colleague was first."""
    if not _take(actor, public_id):
        return False
    _claimed(actor, _found(actor, public_id))
    return True


def _take(actor: StaffActor, public_id: str) -> bool:
    won = changed(
        update(Conversation)
        .where(
            Conversation.public_id == public_id,
            Conversation.assignee_id.is_(None),
            Conversation.status.in_((Status.QUEUED, Status.WAITING)),
            Conversation.erased_at.is_(None),
        )
        .values(assignee_id=actor.id, status=Status.ACTIVE, claim=Conversation.claim + 1, due_at=None)
    )
    return bool(won)


def _claimed(actor: StaffActor, conversation: Conversation) -> int:
    moment = clock.now()
    beside.end(conversation.id, actor.id)  # whoever stood beside it holds it now
    conversation.claimed_at = conversation.claimed_at or moment
    conversation.returned = False
    anew(conversation)
    desk_numbers.give(conversation)
    retention.set_expiry(conversation)
    presence.beat(actor.id)
    log.note_activity(conversation, Activity.CLAIMED, actor.id)
    record(QueueMoved())
    return conversation.claim


def anew(conversation: Conversation) -> None:
    """A silence counts from when somebody is there to hear the visitor again."""
    conversation.still_asked_at = None
    if conversation.staff_at and conversation.visitor_at and conversation.staff_at > conversation.visitor_at:
        conversation.staff_at = clock.now()


def _lost(actor: StaffActor, conversation: Conversation) -> int:
    if conversation.assignee_id == actor.id and conversation.status != Status.CLOSED:
        return conversation.claim
    if conversation.assignee is not None:
        raise Conflict("claimed_by_other", name=conversation.assignee.name)
    raise Conflict("conversation_closed")


def _found(actor: StaffActor, public_id: str) -> Conversation:
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    return conversation


def _fenced(actor: StaffActor, conversation: Conversation, claim_number: int) -> Conversation:
    """Refuses a write from somebody who no longer holds the conversation, and says who does."""
    if conversation.assignee_id == actor.id and conversation.claim == claim_number:
        return authorize(actor, Action.HOLD, conversation)
    if conversation.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    other = session.get(StaffMember, conversation.assignee_id) if conversation.assignee_id else None
    if other is None:
        raise Conflict("claim_returned")
    raise Conflict("claim_moved", name=other.name)


def post(actor: StaffActor, public_id: str, claim_number: int, text: str, key: str, seen: int = 0) -> Posted:
    """Stores a staff member's words once; a resend gets the first answer. `seen`: what was on screen while writing."""
    row = _row(public_id)
    before = log.already_posted(row, Sender.STAFF, key)
    if before is not None:
        return before
    _fenced(actor, row, claim_number)
    if row.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    changes = {
        "status": Status.ACTIVE if row.status == Status.WAITING else row.status,
        "staff_seen_seq": max(row.staff_seen_seq, min(seen, row.last_seq)),
        "staff_at": clock.now(),
        "still_asked_at": None,
    }
    if row.handed_at is not None:  # to write in it is to say yes to it
        changes["handed_at"] = None
    if row.handed_at is not None or row.status == Status.WAITING:  # what was promised is open again, and counts
        record(QueueMoved())
    return say.say(row, Sender.STAFF, Kind.TEXT, text, key, actor.id, **changes)


def note(actor: StaffActor, public_id: str, claim_number: int, text: str, key: str) -> Posted:
    """An internal line that visitors never get."""
    row = _row(public_id)
    before = log.already_posted(row, Sender.STAFF, key)
    if before is not None:
        return before
    return say.say(_fenced(actor, row, claim_number), Sender.STAFF, Kind.NOTE, text, key, actor.id)


def _row(public_id: str) -> Any:
    row = say.locked(public_id=public_id)
    if row is None or row.erased_at is not None:
        raise NotFound
    return row


def send_card(
    actor: StaffActor, public_id: str, claim_number: int, kind: CardKind, ref: str, revision: int, key: str, **more: Any
) -> Posted:
    """Sends something as an object, so that each side reads it in their own language. `more`: columns of its line."""
    conversation = _found(actor, public_id)
    before = log.already_posted(conversation, Sender.STAFF, key)
    if before is not None:
        return before
    if not beside.is_in(actor, conversation):  # a guest's fence is that they are in it
        _said_yes(_fenced(actor, conversation, claim_number))
    _answered(_open(conversation))
    seq = log.append(
        conversation,
        Sender.STAFF,
        Kind.CARD,
        card_kind=kind,
        card_ref=ref,
        card_revision=revision,
        client_key=key,
        staff_id=actor.id,
        **more,
    )
    return Posted(seq, 0, 0, False)


def held(actor: StaffActor, public_id: str, claim_number: int) -> Conversation:
    """The conversation, locked, for a verb of its holder's; refused like every stale write."""
    return _fenced(actor, _found(actor, public_id), claim_number)


def _answered(conversation: Conversation) -> None:
    conversation.staff_at = clock.now()
    conversation.still_asked_at = None


def _said_yes(conversation: Conversation) -> None:
    """To do something with what a colleague handed over is to take it."""
    if conversation.handed_at is not None:
        conversation.handed_at = None
        record(QueueMoved())


def _open(conversation: Conversation) -> Conversation:
    if conversation.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    if conversation.status == Status.WAITING:
        move(conversation, Status.ACTIVE)
        record(QueueMoved())
    return conversation


def give_back(actor: StaffActor, public_id: str, claim_number: int) -> None:
    """Returns the conversation to the queue with its place kept; a left message to the left messages."""
    conversation = _fenced(actor, _found(actor, public_id), claim_number)
    if conversation.status not in (Status.ACTIVE, Status.WAITING):
        raise Conflict("status_refused", status=conversation.status)
    presence.let_go(conversation)
    retention.set_expiry(conversation)
    log.note_activity(conversation, Activity.RETURNED, actor.id)
    record(QueueMoved(arrived=True))


def promise(actor: StaffActor, public_id: str, claim_number: int, due_at: datetime | None = None) -> None:
    """ "We'll come back to you": the conversation waits for an answer, with an owner and a time."""
    conversation = _fenced(actor, _found(actor, public_id), claim_number)
    if conversation.status != Status.ACTIVE:  # a closed one comes back only by its visitor
        raise Conflict("status_refused", status=conversation.status)
    move(conversation, Status.WAITING)
    beside.end(conversation.id)
    _said_yes(conversation)
    conversation.left_message = True
    conversation.due_at = due_at or clock.now() + clock.days(ANSWER_WITHIN_DAYS)
    retention.set_expiry(conversation)
    log.note_activity(conversation, Activity.WAITING, actor.id)
    record(QueueMoved())


def close(actor: StaffActor, public_id: str, claim_number: int, outcome: str) -> Conversation:
    """Closes with an outcome; `insights` registers the inquiry in the same unit of work.

    A conversation its visitor closed can still be given its outcome, once, by whoever held it.
    """
    if not outcome:
        raise Invalid("outcome_missing")
    conversation = _fenced(actor, _found(actor, public_id), claim_number)
    if conversation.status != Status.CLOSED:
        move(conversation, Status.CLOSED)
        finish(conversation, ClosedBy.STAFF)
        log.note_activity(conversation, Activity.CLOSED, actor.id)
    elif conversation.inquiry_id is not None:
        raise Conflict("conversation_closed")
    conversation.outcome = outcome
    record(QueueMoved())
    return conversation


def seen(actor: StaffActor, public_id: str, seq: int) -> None:
    """How far the assignee has read; the visitor sees "seen"."""
    conversation = _found(actor, public_id)
    upto = min(seq, conversation.last_seq)
    if conversation.assignee_id == actor.id and upto > conversation.staff_seen_seq:
        conversation.staff_seen_seq = upto
        log.read(conversation, Sender.STAFF, upto)
        if conversation.handed_at is not None:
            _saw(conversation)


def _saw(conversation: Conversation) -> None:
    """Its sender sees that it was seen. What came back was theirs before: to see it is enough."""
    if conversation.handed_by_id is None:
        conversation.handed_at = None
        log.moved(conversation, also=True)
    record(QueueMoved())


def actor_of(staff: StaffMember) -> StaffActor:
    """A staff member as the chat's permissions know them."""
    return StaffActor(staff.id, Role(staff.role), staff.name)
