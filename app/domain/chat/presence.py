"""Who is here: a lease renewed by heartbeat. A machine that sleeps gives its conversations back to the queue."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

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
        try:
            with session.begin_nested():
                row = Presence(staff_id=staff_id, availability=Availability.AWAY, lease_until=db.database_now())
                session.add(row)
        except IntegrityError:
            row = session.get_one(Presence, staff_id)
    return row


def go(staff: StaffMember, availability: Availability) -> None:
    """Says where they are and renews the lease. Offline keeps conversations until the lease would have ended."""
    row = _row(staff.id)
    row.availability = availability
    row.lease_until = db.database_now() + clock.minutes(LEASE_SECONDS / 60)
    record(PresenceMoved(staff.public_id))


def beat(staff_id: int) -> None:
    """Renews the lease; silent, because nothing changed."""
    row = _row(staff_id)
    if row.lease_until < db.database_now() and row.availability == Availability.ONLINE:
        # Slept through the lease: colleagues saw them leave, so they come back as away and say so themselves.
        row.availability = Availability.AWAY
    row.lease_until = db.database_now() + clock.minutes(LEASE_SECONDS / 60)


def online() -> list[StaffMember]:
    """Everybody who can be given a conversation now."""
    return list(
        session.scalars(
            select(StaffMember)
            .join(Presence, Presence.staff_id == StaffMember.id)
            .where(
                Presence.availability == Availability.ONLINE,
                Presence.lease_until >= db.database_now(),
                StaffMember.disabled_at.is_(None),
            )
            .order_by(StaffMember.name)
        )
    )


def anybody_since(ago: timedelta) -> bool:
    """Whether somebody is online, or was until their lease ran out so lately."""
    here = (Presence.availability == Availability.ONLINE) & (Presence.lease_until >= db.database_now() - ago)
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
    conversation.still_asked_at = None
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
        .where(Presence.lease_until < db.database_now(), Presence.availability == Availability.ONLINE)
        .order_by(Presence.staff_id)
        .with_for_update(skip_locked=True, of=Presence)
    ).all()
    for row, public_id in lapsed:
        row.availability = Availability.AWAY
        record(PresenceMoved(public_id))


def capacity() -> tuple[int, int]:
    """(conversations the people online can hold in all, and how many of those places are free)."""
    held = (
        select(Conversation.assignee_id, func.count().label("n"))
        .where(Conversation.status == Status.ACTIVE)
        .group_by(Conversation.assignee_id)
        .subquery()
    )
    rows = session.execute(
        select(StaffMember.limit, func.coalesce(held.c.n, 0))
        .join(Presence, Presence.staff_id == StaffMember.id)
        .outerjoin(held, held.c.assignee_id == StaffMember.id)
        .where(
            Presence.availability == Availability.ONLINE,
            Presence.lease_until >= db.database_now(),
            StaffMember.disabled_at.is_(None),
        )
    ).all()
    return sum(limit for limit, _ in rows), sum(max(0, limit - busy) for limit, busy in rows)
