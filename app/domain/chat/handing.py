"""Handing a conversation on: to a colleague, who says yes or not now; to whoever has a skill; to the queue.

To a colleague it is theirs at once, but `handed_at` stays until they say yes: by a button, or by their first words.
Unanswered it goes back to whoever handed it over, if they are there, else to the queue; never to and fro unseen, because
what came back (`handed_at` without `handed_by`) goes on into the queue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from app.core import clock, db
from app.core.db import session
from app.core.errors import Conflict, NotFound
from app.core.unit import record, unit_of_work
from app.domain.accounts import skills
from app.domain.accounts.models import StaffMember
from app.domain.chat import beside, desk, desk_numbers, log, presence, retention, telling
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation, Message, Presence
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Activity, Kind, Sender, Status

ANSWER_WITHIN_MINUTES = 2
MOST_SHOWN = 12


class Answer(StrEnum):
    """What the sender sees of what they handed over."""

    UNSEEN = "unseen"
    SEEN = "seen"
    TAKEN = "taken"


@dataclass(frozen=True)
class Sent:
    """A conversation this member handed to a colleague, who has it still."""

    public_id: str
    first_name: str
    colleague: str
    answer: Answer


def to_person(actor: StaffActor, public_id: str, claim_number: int, colleague: str, words: str = "") -> None:
    """To a colleague who is online (`colleague` is their public id). `words` are kept as a note."""
    conversation = _talking(actor, public_id, claim_number)
    target = next((one for one in presence.online() if one.public_id == colleague and one.id != actor.id), None)
    if target is None:
        raise Conflict("colleague_not_there")
    _note(actor, conversation, words)
    conversation.handed_by_id = actor.id
    _give(conversation, target.id, Activity.TRANSFERRED)


def to_skill(actor: StaffActor, public_id: str, claim_number: int, skill: str, words: str = "") -> None:
    """Into the queue with its place kept, before all new ones, for those who have a skill: they are told first."""
    conversation = _talking(actor, public_id, claim_number)
    wanted = skills.listed(skill)
    _note(actor, conversation, words)
    conversation.skill_id = wanted.id
    _into_the_queue(conversation, Activity.TO_SKILL, actor.id)
    telling.begin(conversation, but=actor.id)


def to_queue(actor: StaffActor, public_id: str, claim_number: int, words: str = "") -> None:
    """Back to the queue with its place kept, for anybody."""
    conversation = _talking(actor, public_id, claim_number)
    _note(actor, conversation, words)
    conversation.skill_id = None
    _into_the_queue(conversation, Activity.RETURNED, actor.id)


def accept(actor: StaffActor, public_id: str, claim_number: int) -> None:
    """ "I take it." Said twice it is said once."""
    conversation = _talking(actor, public_id, claim_number)
    if conversation.handed_at is not None:
        conversation.handed_at = None
        log.moved(conversation, also=True)
        record(QueueMoved())


def not_now(actor: StaffActor, public_id: str, claim_number: int, words: str = "") -> None:
    """Back to whoever handed it over, with words for them. Refused where it was taken already, in another window."""
    conversation = _talking(actor, public_id, claim_number)
    if conversation.handed_at is None or conversation.handed_by_id is None:
        raise Conflict("status_refused", status=conversation.status)
    _note(actor, conversation, words)
    _home(conversation, Activity.RETURNED)


def take_back(actor: StaffActor, public_id: str) -> None:
    """The sender thinks better of it, until their colleague has said yes. Raises Conflict("handed_taken", name=…)."""
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    if conversation.assignee_id == actor.id:
        return
    holder = conversation.assignee
    if conversation.status != Status.ACTIVE or holder is None or conversation.handed_by_id != actor.id:
        raise Conflict("status_refused", status=conversation.status)
    if conversation.handed_at is None:
        raise Conflict("handed_taken", name=holder.name)
    conversation.handed_by_id = None
    _give(conversation, actor.id, Activity.HANDED_BACK)
    conversation.handed_at = None


def run() -> int:
    """Takes home what nobody answered in time, or whose new holder's machine sleeps; a verb of the ticker."""
    if session.execute(select(Conversation.id).where(*_overdue()).limit(1)).first() is None:
        return 0
    with unit_of_work() as unit:
        query = select(Conversation).where(*_overdue()).order_by(Conversation.id)
        late = unit.session.scalars(query.with_for_update(skip_locked=True, of=Conversation)).all()
        for conversation in late:
            _home(conversation, Activity.UNTAKEN)
    return len(late)


def sent_by(staff_id: int) -> list[Sent]:
    """What this member handed to colleagues who have it still, the latest first."""
    return [
        Sent(row.public_id, row.first_name, row.colleague, _answer(row))
        for row in session.execute(_SENT, {"staff_id": staff_id})
    ]


def sender_of(staff_id: int | None) -> str:
    """The name of whoever handed it over; "" for nobody."""
    found = session.get(StaffMember, staff_id) if staff_id else None
    return found.name if found else ""


_conversation, _message, _staff = Conversation.__table__, Message.__table__, StaffMember.__table__
_HANDED_SEQ = (
    select(func.max(_message.c.seq))
    .where(_message.c.conversation_id == _conversation.c.id, _message.c.activity == Activity.TRANSFERRED)
    .scalar_subquery()
)
_SENT = (
    select(
        _conversation.c.public_id, _conversation.c.first_name, _conversation.c.handed_at,
        (_conversation.c.staff_seen_seq >= _HANDED_SEQ).label("seen"), _staff.c.name.label("colleague"),
    )
    .join(_staff, _staff.c.id == _conversation.c.assignee_id)
    .where(
        _conversation.c.handed_by_id == bindparam("staff_id"), _conversation.c.status == Status.ACTIVE,
        _conversation.c.assignee_id != bindparam("staff_id"),
    )
    .order_by(_conversation.c.handed_at.is_(None), _conversation.c.handed_at.desc(), _conversation.c.id.desc())
    .limit(MOST_SHOWN)
)  # fmt: skip


def _answer(row: Any) -> Answer:
    if row.handed_at is None:
        return Answer.TAKEN
    return Answer.SEEN if row.seen else Answer.UNSEEN


def _overdue() -> tuple[Any, ...]:
    asleep = select(Presence.staff_id).where(
        Presence.staff_id == Conversation.assignee_id, Presence.lease_until < db.database_now()
    )
    late = Conversation.handed_at <= clock.now() - clock.minutes(ANSWER_WITHIN_MINUTES)
    return (Conversation.handed_at.is_not(None), Conversation.status == Status.ACTIVE, or_(late, asleep.exists()))


def _talking(actor: StaffActor, public_id: str, claim_number: int) -> Conversation:
    conversation = desk.held(actor, public_id, claim_number)
    if conversation.status != Status.ACTIVE:
        raise Conflict("status_refused", status=conversation.status)
    return conversation


def _note(actor: StaffActor, conversation: Conversation, words: str) -> None:
    if words.strip():
        log.append_text(conversation, Sender.STAFF, Kind.NOTE, words, None, actor.id)


def _give(conversation: Conversation, staff_id: int, activity: Activity) -> None:
    conversation.assignee_id = staff_id
    conversation.claim += 1
    conversation.handed_at = clock.now()
    beside.end(conversation.id, staff_id)
    desk.anew(conversation)
    desk_numbers.give(conversation)
    log.note_activity(conversation, activity, staff_id)
    record(QueueMoved(arrived=True))


def _into_the_queue(conversation: Conversation, activity: Activity, staff_id: int | None) -> None:
    presence.let_go(conversation)
    retention.set_expiry(conversation)
    log.note_activity(conversation, activity, staff_id)
    record(QueueMoved(arrived=True))


def _home(conversation: Conversation, activity: Activity) -> None:
    """To whoever handed it over, where they are there; else into the queue, where it stands before all new ones."""
    sender, holder = conversation.handed_by_id, conversation.assignee_id
    if sender is not None and sender in {one.id for one in presence.at_desk()}:
        conversation.handed_by_id = None
        _give(conversation, sender, Activity.HANDED_BACK)
    else:
        _into_the_queue(conversation, activity, holder)
