"""The staff's verbs: claim, write, send a card, note, transfer, give back, promise, close. Each write carries the claim."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.unit import record
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import log, presence, retention
from app.domain.chat.events import ConversationMoved, QueueMoved
from app.domain.chat.log import Posted
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Action, StaffActor, authorize
from app.domain.chat.services import finish, move
from app.domain.chat.terms import Activity, CardKind, Kind, Sender, Status

ANSWER_WITHIN_DAYS = 3


def claim(actor: StaffActor, public_id: str) -> int:
    """Takes a conversation nobody has, by one conditional update. Returns the claim number every later write carries.

    Raises Conflict("claimed_by_other", name=…) for everybody but the first; claiming one's own again changes nothing.
    """
    moment = clock.now()
    won = session.execute(
        update(Conversation)
        .where(
            Conversation.public_id == public_id,
            Conversation.assignee_id.is_(None),
            Conversation.status.in_((Status.QUEUED, Status.WAITING)),
            Conversation.erased_at.is_(None),
        )
        .values(assignee_id=actor.id, status=Status.ACTIVE, claim=Conversation.claim + 1, due_at=None)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    conversation = _found(actor, public_id)
    if not won:
        return _lost(actor, conversation)
    conversation.claimed_at = conversation.claimed_at or moment
    retention.set_expiry(conversation)
    presence.beat(actor.id)
    log.note_activity(conversation, Activity.CLAIMED, actor.id)
    record(QueueMoved())
    return conversation.claim


def _lost(actor: StaffActor, conversation: Conversation) -> int:
    if conversation.assignee_id == actor.id and conversation.status != Status.CLOSED:
        return conversation.claim
    if conversation.assignee is not None:
        raise Conflict("claimed_by_other", name=conversation.assignee.name)
    raise Conflict("conversation_closed")


def _found(actor: StaffActor, public_id: str) -> Conversation:
    key = session.execute(select(Conversation.id).where(Conversation.public_id == public_id)).scalar()
    if key is None:
        raise NotFound
    conversation = log.locked(key)
    if conversation.erased_at is not None:
        raise NotFound
    return conversation


def _fenced(actor: StaffActor, conversation: Conversation, claim_number: int) -> Conversation:
    """Refuses a write from somebody who no longer holds the conversation, and says who does."""
    if conversation.assignee_id == actor.id and conversation.claim == claim_number:
        return authorize(actor, Action.WRITE, conversation)
    if conversation.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    if conversation.assignee is None:
        raise Conflict("claim_returned")
    raise Conflict("claim_moved", name=conversation.assignee.name)


def post(actor: StaffActor, public_id: str, claim_number: int, text: str, key: str, seen: int = 0) -> Posted:
    """Stores a staff member's words once; a resend gets the first answer. `seen`: what was on screen while writing."""
    conversation = _found(actor, public_id)
    before = log.already_posted(conversation, Sender.STAFF, key)
    if before is not None:
        return before
    _open(_fenced(actor, conversation, claim_number))
    conversation.staff_seen_seq = max(conversation.staff_seen_seq, min(seen, conversation.last_seq))
    return log.append_text(conversation, Sender.STAFF, Kind.TEXT, text, key, actor.id)


def note(actor: StaffActor, public_id: str, claim_number: int, text: str, key: str) -> Posted:
    """An internal line that visitors never get."""
    conversation = _found(actor, public_id)
    before = log.already_posted(conversation, Sender.STAFF, key)
    if before is not None:
        return before
    _fenced(actor, conversation, claim_number)
    return log.append_text(conversation, Sender.STAFF, Kind.NOTE, text, key, actor.id)


def send_card(
    actor: StaffActor, public_id: str, claim_number: int, kind: CardKind, ref: str, revision: int, key: str
) -> Posted:
    """Sends a guide or a service as an object, so that each side reads it in their own language."""
    conversation = _found(actor, public_id)
    before = log.already_posted(conversation, Sender.STAFF, key)
    if before is not None:
        return before
    _open(_fenced(actor, conversation, claim_number))
    message = log.append(
        conversation,
        Sender.STAFF,
        Kind.CARD,
        card_kind=kind,
        card_ref=ref,
        card_revision=revision,
        client_key=key,
        staff_id=actor.id,
    )
    return Posted(message.seq, 0, 0, False)


def _open(conversation: Conversation) -> Conversation:
    if conversation.status == Status.CLOSED:
        raise Conflict("conversation_closed")
    if conversation.status == Status.WAITING:
        move(conversation, Status.ACTIVE)
    return conversation


def transfer(actor: StaffActor, public_id: str, claim_number: int, colleague: str) -> None:
    """Hands the conversation to a colleague who is online (`colleague` is their public id)."""
    conversation = _fenced(actor, _found(actor, public_id), claim_number)
    target = next((one for one in presence.online() if one.public_id == colleague and one.id != actor.id), None)
    if target is None:
        raise Conflict("colleague_not_there")
    won = session.execute(
        update(Conversation)
        .where(
            Conversation.id == conversation.id,
            Conversation.assignee_id == actor.id,
            Conversation.claim == claim_number,
            Conversation.status == Status.ACTIVE,
        )
        .values(assignee_id=target.id, claim=Conversation.claim + 1)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if not won:
        raise Conflict("status_refused", status=conversation.status)
    log.note_activity(log.locked(conversation.id), Activity.TRANSFERRED, target.id)
    record(QueueMoved(arrived=True))


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
    move(conversation, Status.WAITING)
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
        finish(conversation, "staff")
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
        record(ConversationMoved(conversation.public_id, conversation.last_seq))


def actor_of(staff: StaffMember) -> StaffActor:
    """A staff member as the chat's permissions know them."""
    return StaffActor(staff.id, Role(staff.role), staff.name)
