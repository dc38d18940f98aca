"""The coordinator's view: who is here with what load, who has which conversation, how today goes; and stepping in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from app.core import clock, db
from app.core.db import session
from app.core.errors import Conflict, NotFound
from app.core.unit import record
from app.domain.accounts import audit, sessions
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize
from app.domain.chat import beside, desk, desk_numbers, log, presence
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation, Presence
from app.domain.chat.terms import Activity, Availability, Status
from app.domain.guides.models import Matter
from app.domain.places import queries as places
from app.domain.rota import queries as rota
from app.domain.rota.weeks import Turn

HALF_HOUR = timedelta(minutes=30)
SLOTS, FEWEST = 48, 4
# Longer than this without an answer, and a coordinator should look.
LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class Working:
    """A colleague who is here, or away for a moment. `promised`: answers they owe; `turn`: the shift they are on."""

    public_id: str
    name: str
    availability: Availability
    since: datetime | None
    load: int
    limit: int
    promised: int
    turn: Turn | None


@dataclass(frozen=True)
class Held:
    """A conversation somebody is in. `waits_since`: the visitor's words nobody has answered; None: we wait for them."""

    public_id: str
    claim: int
    holder: str
    holder_id: int
    first_name: str
    locale: str
    matter: str
    claimed_at: datetime | None
    waits_since: datetime | None
    late: bool
    untaken: bool


@dataclass(frozen=True)
class Slot:
    """Half an hour of today: how many asked, were answered by somebody, and left before anybody came."""

    begins: time
    asked: int
    answered: int
    left: int


def working() -> list[Working]:
    """Everybody with a lease that holds and who has not logged off, by name."""
    count = select(Conversation.assignee_id, Conversation.status, func.count().label("n"))
    held: dict[tuple[int, str], int] = {
        (row[0] or 0, row[1]): row[2]
        for row in session.execute(
            count.where(Conversation.assignee_id.is_not(None), Conversation.status.in_((Status.ACTIVE, Status.WAITING)))
            .group_by(Conversation.assignee_id, Conversation.status)
        )
    }  # fmt: skip
    there = (
        select(StaffMember, Presence)
        .join(Presence, Presence.staff_id == StaffMember.id)
        .where(
            Presence.availability != Availability.OFFLINE,
            Presence.lease_until >= db.database_now(),
            StaffMember.disabled_at.is_(None),
        )
        .order_by(StaffMember.name)
    )
    now = clock.now()
    return [
        Working(
            one.public_id, one.name, Availability(where.availability), where.since,
            held.get((one.id, Status.ACTIVE), 0), one.limit, held.get((one.id, Status.WAITING), 0),
            rota.shift_of(one, now),
        )
        for one, where in session.execute(there)
    ]  # fmt: skip


def held() -> list[Held]:
    """What is being talked about now, and by whom; never a word of it. Whoever has waited longest for us comes first."""
    rows = session.execute(
        select(Conversation, StaffMember.name, Matter.code)
        .join(StaffMember, StaffMember.id == Conversation.assignee_id)
        .outerjoin(Matter, Matter.id == Conversation.matter_id)
        .where(Conversation.status == Status.ACTIVE, Conversation.erased_at.is_(None))
        .order_by(Conversation.id)
    )
    found = [_held(row, name, matter) for row, name, matter in rows]
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: one.waits_since or never)


def _held(row: Conversation, name: str, matter: str | None) -> Held:
    theirs = row.visitor_at if row.staff_at is None or (row.visitor_at and row.visitor_at > row.staff_at) else None
    return Held(
        row.public_id, row.claim, name, row.assignee_id or 0, row.first_name, row.locale, matter or "",
        row.claimed_at, theirs, theirs is not None and clock.now() - theirs >= LATE, row.handed_at is not None,
    )  # fmt: skip


def curve(day: date | None = None) -> list[Slot]:
    """Today by the half hour, from the first of our hours, or the first question, until now or the last."""
    zone = places.team_timezone()
    today = day or clock.now().astimezone(zone).date()
    begins = datetime.combine(today, time(0), zone).astimezone(UTC)
    ends = datetime.combine(today + timedelta(days=1), time(0), zone).astimezone(UTC)
    columns = (Conversation.created_at, Conversation.claimed_at, Conversation.closed_at, Conversation.left_message)
    near = [column.between(begins, ends) for column in columns[:3]]
    rows = session.execute(select(*columns).where(near[0] | near[1] | near[2])).all()

    def slot(moment: datetime | None) -> int | None:
        if moment is None or not begins <= moment < ends:
            return None
        wall = moment.astimezone(zone)
        return wall.hour * 2 + wall.minute // 30

    asked = _counted(slot(row.created_at) for row in rows)
    answered = _counted(slot(row.claimed_at) for row in rows)
    gone = _counted(slot(row.closed_at) for row in rows if row.claimed_at is None)
    return [
        Slot(time(place // 2, place % 2 * 30), asked[place], answered[place], gone[place])
        for place in _shown(today, slot(clock.now()), asked, answered, gone)
    ]


def _counted(slots: Any) -> list[int]:
    counts = [0] * SLOTS
    for place in slots:
        if place is not None:
            counts[place] += 1
    return counts


def _shown(today: date, now: int | None, *counts: Sequence[int]) -> range:
    """From the first to the last half hour that says something."""
    spans = next((one.spans for one in places.coming_days() if one.day == today), ())
    open_slots = [
        place for opens, closes in spans for place in (_place(opens), _place(closes) - 1 if closes > time(0) else 47)
    ]
    busy = [place for place in range(SLOTS) if any(some[place] for some in counts)]
    points = [*open_slots, *busy, *([now] if now is not None else [])]
    if not points:
        return range(0)
    last = max(*points, FEWEST - 1)
    return range(min(*points, last - FEWEST + 1), last + 1)


def _place(at: time) -> int:
    return at.hour * 2 + at.minute // 30


def take_over(actor: StaffMember, public_id: str, claim_number: int) -> int:
    """Mine from now on; whoever had it is told. Gives the new claim number."""
    conversation = _of_a_colleague(actor, public_id, claim_number)
    if conversation.assignee_id != actor.id:
        _move(actor, conversation, actor)
    return conversation.claim


def reassign(actor: StaffMember, public_id: str, claim_number: int, colleague: str) -> None:
    """To a colleague who is online; they say yes to it, or it comes to me."""
    conversation = _of_a_colleague(actor, public_id, claim_number)
    target = next((one for one in presence.at_desk() if one.public_id == colleague), None)
    if target is None:
        raise Conflict("colleague_not_there")
    if target.id != conversation.assignee_id:
        _move(actor, conversation, target)


def _of_a_colleague(actor: StaffMember, public_id: str, claim_number: int) -> Conversation:
    authorize(actor, Action.OVERSEE)
    conversation = log.found(public_id)
    if conversation is None or conversation.erased_at is not None:
        raise NotFound
    if conversation.status != Status.ACTIVE or conversation.assignee_id is None:
        raise Conflict("status_refused", status=conversation.status)
    if conversation.claim != claim_number:
        raise Conflict("promise_moved")
    return conversation


def _move(actor: StaffMember, conversation: Conversation, target: StaffMember) -> None:
    before = log.holder(conversation)
    mine = target.id == actor.id
    conversation.assignee_id = target.id
    conversation.claim += 1
    conversation.handed_by_id = None if mine else actor.id
    conversation.handed_at = None if mine else clock.now()
    beside.end(conversation.id, target.id)
    desk.anew(conversation)
    desk_numbers.give(conversation)
    log.note_activity(conversation, Activity.TRANSFERRED, target.id)
    log.moved(conversation, also=True, besides=before)
    record(QueueMoved(arrived=True))
    audit.write(actor, "conversation.moved", f"conversation:{conversation.public_id}")


def end_sessions(actor: StaffMember, person: StaffMember) -> int:
    """Logs a colleague out everywhere; what they talk about is everybody's at once. Returns how many that was."""
    authorize(actor, Action.OVERSEE)
    if person.id == actor.id:
        raise Conflict("not_yourself")
    given = presence.give_back(person.id)
    presence.go(person, Availability.OFFLINE)
    sessions.end_all(person)
    audit.write(actor, "staff.sessions_ended", f"staff:{person.public_id}")
    return given
