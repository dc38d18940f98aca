"""Who is here: a lease renewed by heartbeat. A machine that sleeps gives its conversations back to the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select

from app.core import clock, db
from app.core.db import session
from app.core.unit import record
from app.domain.accounts.models import StaffMember
from app.domain.chat import log
from app.domain.chat.events import PresenceMoved, QueueMoved
from app.domain.chat.models import Conversation, Presence
from app.domain.chat.terms import Activity, Availability, Status

# A browser lets a tab in the background speak once a minute; this leaves it room to be late. With a sweep every five
# seconds a machine that falls asleep loses its conversations 75 to 90 seconds after its last beat.
LEASE_SECONDS = 81
# Who is at the desk, and would leave it: whoever has enough for now is there all the same.
HERE = (Availability.ONLINE, Availability.BUSY)


@dataclass(frozen=True)
class Colleague:
    """Somebody at the desk: how many conversations they have of how many they want at most."""

    id: int
    public_id: str
    name: str
    busy: bool
    load: int
    limit: int


def of(staff_id: int) -> Availability:
    """A member's availability now; a lease that ran out is offline."""
    row = session.get(Presence, staff_id)
    if row is None or row.lease_until < db.database_now():
        return Availability.OFFLINE
    return Availability(row.availability)


def _row(staff_id: int) -> Presence:
    """A member's presence, made the first time; two tabs that both come first make one row."""
    row = session.get(Presence, staff_id)
    if row is None:
        row = Presence(staff_id=staff_id, availability=Availability.AWAY, lease_until=db.database_now())
        if not db.added(row):
            row = session.get_one(Presence, staff_id)
    return row


def go(staff: StaffMember, availability: Availability) -> None:
    """Says where they are and renews the lease. Offline keeps conversations until the lease would have ended."""
    row = _row(staff.id)
    if row.since is None or row.availability != availability or row.lease_until < db.database_now():
        row.since = db.database_now()
    row.availability = availability
    row.lease_until = db.database_now() + clock.minutes(LEASE_SECONDS / 60)
    record(PresenceMoved(staff.public_id))


def beat(staff_id: int) -> None:
    """Renews the lease; silent, because nothing changed."""
    row = _row(staff_id)
    if row.lease_until < db.database_now() and row.availability in HERE:
        # Slept through the lease: colleagues saw them leave, so they come back as away and say so themselves.
        row.availability = Availability.AWAY
    row.lease_until = db.database_now() + clock.minutes(LEASE_SECONDS / 60)


def online() -> list[StaffMember]:
    """Everybody who can be given a conversation now."""
    return list(session.scalars(_there(select(StaffMember), Availability.ONLINE)))


def at_desk() -> list[StaffMember]:
    """Everybody who is there: online, or with enough for now."""
    return list(session.scalars(_there(select(StaffMember), *HERE)))


def here() -> list[Colleague]:
    """The same, with what each has in hand."""
    held = _held()
    who = (StaffMember.id, StaffMember.public_id, StaffMember.name, StaffMember.limit, Presence.availability)
    query = select(*who, func.coalesce(held.c.n, 0).label("load")).outerjoin(held, held.c.assignee_id == StaffMember.id)
    return [
        Colleague(row.id, row.public_id, row.name, row.availability == Availability.BUSY, row.load, row.limit)
        for row in session.execute(_there(query, *HERE))
    ]


def _there(query: Select[Any], *availability: Availability) -> Select[Any]:
    """Those of `query` who are somewhere in these, with a lease that holds; by name."""
    return (
        query.join(Presence, Presence.staff_id == StaffMember.id)
        .where(
            Presence.availability.in_(availability),
            Presence.lease_until >= db.database_now(),
            StaffMember.disabled_at.is_(None),
        )
        .order_by(StaffMember.name)
    )


def _held() -> Any:
    """How many conversations each member has in hand; those who have none are not in it."""
    query = select(Conversation.assignee_id, func.count().label("n")).where(Conversation.status == Status.ACTIVE)
    return query.group_by(Conversation.assignee_id).subquery()


def anybody() -> bool:
    """Whether anybody is there, without saying who: asked with every look at the desk's lists."""
    return session.execute(_there(select(StaffMember.id), *HERE).limit(1)).first() is not None


def anybody_since(ago: timedelta) -> bool:
    """Whether somebody is at the desk, or was until their lease ran out so lately."""
    here = Presence.availability.in_(HERE) & (Presence.lease_until >= db.database_now() - ago)
    return session.execute(select(Presence.staff_id).where(here).limit(1)).first() is not None


def give_back(staff_id: int, promised: bool = False) -> int:
    """Returns a member's active conversations to the queue, with their places kept. Returns how many.

    `promised`: also lets go of the answers they promised, so that a colleague finds them; for somebody who has left.
    """
    given = {Status.ACTIVE, Status.WAITING} if promised else {Status.ACTIVE}
    held = session.scalars(
        select(Conversation.id)
        .where(Conversation.assignee_id == staff_id, Conversation.status.in_(given))
        .order_by(Conversation.id)
    ).all()
    for conversation_id in held:
        conversation = log.locked(conversation_id)
        if conversation.assignee_id != staff_id or conversation.status not in given:
            continue
        let_go(conversation)
        log.note_activity(conversation, Activity.LEASE_LOST, staff_id)
    if held:
        record(QueueMoved(arrived=True))
    return len(held)


def let_go(conversation: Conversation) -> None:
    """Nobody's again: to its old place in the queue, before all new ones, or among the messages that were left."""
    conversation.assignee_id = None
    conversation.claim += 1
    conversation.still_asked_at = conversation.handed_at = conversation.handed_by_id = conversation.wide_at = None
    if conversation.status == Status.ACTIVE:
        conversation.status = Status.WAITING if conversation.left_message else Status.QUEUED
        conversation.returned = not conversation.left_message


def sweep() -> int:
    """Gives back what people hold whose lease has run out. One verb of the ticker; safe in every process at once."""
    # Whoever's beat is just being written is left for the next time round, when it counts.
    gone = session.scalars(
        select(Presence.staff_id)
        .where(
            Presence.lease_until < db.database_now(),
            select(Conversation.id)
            .where(Conversation.assignee_id == Presence.staff_id, Conversation.status == Status.ACTIVE)
            .exists(),
        )
        .order_by(Presence.staff_id)
        .with_for_update(skip_locked=True)
    ).all()
    _tell_who_left()
    return sum(give_back(staff_id) for staff_id in gone)


def _tell_who_left() -> None:
    """Whoever slept through their lease is away, once; every desk's list of colleagues follows."""
    lapsed = session.execute(
        select(Presence, StaffMember.public_id)
        .join(StaffMember, StaffMember.id == Presence.staff_id)
        .where(Presence.lease_until < db.database_now(), Presence.availability.in_(HERE))
        .order_by(Presence.staff_id)
        .with_for_update(skip_locked=True, of=Presence)
    ).all()
    for row, public_id in lapsed:
        row.availability = Availability.AWAY
        record(PresenceMoved(public_id))


def capacity() -> tuple[int, int]:
    """(conversations the people online can hold in all, and how many of those places are free)."""
    held = _held()
    query = select(StaffMember.limit, func.coalesce(held.c.n, 0)).outerjoin(held, held.c.assignee_id == StaffMember.id)
    rows = session.execute(_there(query, Availability.ONLINE)).all()
    return sum(limit for limit, _ in rows), sum(max(0, limit - busy) for limit, busy in rows)
