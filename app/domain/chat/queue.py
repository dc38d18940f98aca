"""The queue's door and its ways out: whether one can come in, who is next, and leaving a message instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict
from app.core.memory import remembered
from app.core.unit import record, unit_of_work
from app.domain.chat import desk, log, on_call, pace, presence, queries, retention, rules
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Action, StaffActor, Visitor, authorize
from app.domain.chat.services import move
from app.domain.chat.terms import Activity, AtClosing, Status
from app.domain.chat.wait import UNKNOWN, Wait
from app.domain.places import queries as places
from app.domain.places.hours import OpenState

BATCH = 50
# Nobody's question leaves the queue because one librarian's line broke for a moment after hours.
GRACE_MINUTES = 5


@dataclass(frozen=True)
class Door:
    """What somebody who comes now is offered. `full`: only to leave a message; `long`: that first, or to wait.

    `swamped`: they are told that many ask just now, and may leave it with us.

    `opens_at` while closed, `closes_at` only when that is soon; `on_call`: closed, but somebody may come for a question.
    """

    open: bool
    full: bool = False
    long: bool = False
    swamped: bool = False
    wait: Wait = UNKNOWN
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    on_call: bool = False


def door() -> Door:
    """The door as it is now."""
    now = hours_now()
    if not (now.open or presence.anybody()):
        return Door(False, opens_at=now.opens_at, on_call=on_call.anybody())
    limits, wait = rules.now(), queries.wait_now()
    return Door(
        True,
        full=bool(limits.queue_limit) and queries.queue_length() >= limits.queue_limit,
        long=bool(limits.long_wait) and (wait.high or 0) >= limits.long_wait,
        swamped=pace.swamped(wait),
        wait=wait,
        closes_at=closing_soon(),
    )


def is_open() -> bool:
    """Its hours, or somebody who is there all the same."""
    return hours_now().open or presence.anybody()


def may_join() -> bool:
    """Open, or closed with somebody on call who is told of every question."""
    return is_open() or on_call.anybody()


def closing_soon() -> datetime | None:
    """When the team closes, if that is so near that everybody is told."""
    return ends() if hours_now().open else None


def ends(moment: datetime | None = None) -> datetime | None:
    """When the team closes, from soon before until an hour after: whoever talks with somebody says what becomes of it."""
    moment = moment or clock.now()
    now = hours_at(moment)
    if not now.open:
        return hours_at(moment - clock.minutes(pace.AFTER_MINUTES)).closes_at
    ahead = clock.minutes(rules.now().closing_soon)
    return now.closes_at if now.closes_at is not None and now.closes_at - moment <= ahead else None


def hours_now() -> OpenState:
    """The team's hours at this moment. Asked by everybody who waits, so the plan is remembered until it is changed."""
    return hours_at(clock.now())


def hours_at(moment: datetime) -> OpenState:
    for opens, closes in remembered(("team plan", moment.date()), lambda: places.team_intervals(moment.date())):
        if moment < opens:
            return OpenState(False, opens_at=opens)
        if moment < closes:
            return OpenState(True, closes_at=closes)
    return OpenState(False)


def warm() -> None:
    """Reads the hours at a start: the package of public holidays loads for half a second, and everybody would wait."""
    try:
        hours_now()
    except SQLAlchemyError:
        session.rollback()  # a database without tables yet is no reason not to start
    finally:
        session.remove()


def take_next(actor: StaffActor) -> str:
    """Claims whoever is first, and gives their public id. Raises Conflict("nobody_waits") when nobody is left.

    Whoever takes the first one meanwhile wins it, and we look again: nobody is passed over, as skipping a locked row
    would pass over somebody who is just writing.
    """
    first = (
        select(Conversation.public_id)
        .where(Conversation.status == Status.QUEUED, Conversation.assignee_id.is_(None))
        .order_by(*queries.QUEUE_ORDER)
        .limit(1)
    )
    while (found := session.execute(first).scalar()) is not None:
        if desk.take(actor, found):
            return found
    raise Conflict("nobody_waits")


def leave_instead(visitor: Visitor) -> bool:
    """Out of the queue, into the left messages. False where they do not wait any more: a librarian is there, or it ended."""
    conversation = authorize(visitor, Action.WRITE, log.locked(visitor.conversation_id))
    if conversation.status != Status.QUEUED:
        return False
    _to_left_messages(conversation, Activity.LEFT_INSTEAD)
    return True


def close_for_the_day() -> int:
    """Some minutes after the team has closed, turns those who still wait into left messages, if its rules say so.

    Returns how many.
    """
    waiting = select(Conversation).where(Conversation.status == Status.QUEUED, *_in_vain())
    done = 0
    while _is_over() and session.execute(waiting.with_only_columns(Conversation.id).limit(1)).first():
        with unit_of_work() as unit:
            if not _is_over():  # somebody came online meanwhile
                break
            batch = unit.session.scalars(
                waiting.order_by(*queries.QUEUE_ORDER).limit(BATCH).with_for_update(skip_locked=True, of=Conversation)
            ).all()
            for conversation in batch:
                _to_left_messages(conversation, Activity.TEAM_CLOSED)
        done += len(batch)
        if len(batch) < BATCH:
            break
    return done


def _in_vain() -> tuple[ColumnElement[bool], ...]:
    """While somebody is on call, a new question gets the time they need to come."""
    if not on_call.anybody():
        return ()
    return (Conversation.queued_at <= clock.now() - clock.minutes(on_call.wait_minutes()),)


def _is_over() -> bool:
    since = clock.minutes(GRACE_MINUTES)
    open_lately = hours_at(clock.now() - since).open or hours_now().open
    return rules.now().at_closing == AtClosing.LEAVE and not open_lately and not presence.anybody_since(since)


def _to_left_messages(conversation: Conversation, activity: Activity) -> None:
    """Its place among the left messages is the one it had: `queued_at` stays."""
    move(conversation, Status.WAITING)
    conversation.left_message = True
    conversation.returned = False
    retention.set_expiry(conversation)
    log.note_activity(conversation, activity)
    record(QueueMoved())
