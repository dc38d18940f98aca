"""Telling colleagues outside the desk that somebody asks: those on call, and those on shift who are away. Once each.

A question is planned as rows, one for each colleague and way; whoever sends holds a row by a lease. Killed between the mail
server's yes and our note of it, a letter goes out once more and a browser shows the same notice again; none is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from app.core import clock, db, ids, mail
from app.core.db import session
from app.core.mail import Fault, Letter, Undelivered
from app.core.unit import unit_of_work
from app.domain.accounts import browsers, notices
from app.domain.accounts.browsers import Browser
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Notice, Way
from app.domain.chat import on_call, presence, queue, rules, telling
from app.domain.chat.models import Conversation, OnCallRing
from app.domain.chat.telling import Wanted
from app.domain.chat.terms import Status
from app.domain.rota import queries as rota

log = logging.getLogger(__name__)
# Older questions were there before anybody was on call, or before we could send: nobody is woken for them.
NEW_MINUTES = 30
LEASE_MINUTES = 2
AGAIN_MINUTES = (1, 3, 10)
MOST_AT_ONCE = 50
SENT, LATE, FAILED = "sent", "late", "failed"


@dataclass(frozen=True)
class Ring:
    """What a colleague is told, for a face to put into words. `minutes` only where somebody has waited.

    Told again after a process died with it, it has the same `topic` and `key`: a browser shows one notice, a mailbox one letter.
    """

    to: str
    locale: str
    notice: Notice
    minutes: int
    topic: str
    key: str = ""


@dataclass(frozen=True)
class _Taken:
    """A ring that is ours to send until `lease`."""

    id: int
    way: Way
    ring: Ring
    rows: Sequence[Browser]
    lease: datetime
    tries: int


_letter: Callable[[Ring], Letter] | None = None
_push: Callable[[Ring], bytes] | None = None


def configure(letter: Callable[[Ring], Letter], push: Callable[[Ring], bytes]) -> None:
    """Sets who puts rings into words; create_app() calls it once."""
    global _letter, _push
    _letter, _push = letter, push


def run() -> int:
    """Plans and sends what is due; a verb of the ticker. Returns how many were told."""
    if _letter is None or _push is None:
        return 0
    _plan()
    return sum(_send(ring_id) for ring_id in _due())


def _plan() -> None:
    """Writes a row for each colleague and way that a new question has; asks without a lock first whether there is one."""
    wanted = list(_wanted())
    known = _known({conversation_id for conversation_id, _, _ in wanted})
    missing = sorted(
        one for one in wanted if one not in known
    )  # in one order: two processes must not wait for each other
    session.rollback()
    if not missing:
        return
    with unit_of_work():
        for conversation_id, staff_id, way in missing:
            # No where another process planned it, or the conversation is gone.
            db.added(OnCallRing(conversation_id=conversation_id, staff_id=staff_id, way=way))


def _known(conversations: set[int]) -> set[tuple[int, int, str]]:
    query = select(OnCallRing.conversation_id, OnCallRing.staff_id, OnCallRing.way)
    return {
        (row[0], row[1], row[2]) for row in session.execute(query.where(OnCallRing.conversation_id.in_(conversations)))
    }


def _wanted() -> Iterator[tuple[int, int, str]]:
    """(conversation, colleague, way) for everything new that somebody wants to be told of now."""
    questions = list(_new_questions())
    if not questions:
        return
    listeners = _listeners()
    members = {one.id: one for one in telling.of([person for person, _ in listeners])}
    for row in questions:
        notice = _notice_of(row)[0]
        reached = [(one, choice) for one, choice in listeners if any(_can(one, way) for way in choice.ways[notice])]
        first = telling.first(Wanted(row.locale, row.skill_id), [members[one.id] for one, _ in reached])
        for person, choice in reached:
            if _waited(row) < _after(notice, choice, person.id in first):
                continue
            for way in choice.ways[notice]:
                if _can(person, way):
                    yield row.id, person.id, str(way)


def _waited(row: Conversation) -> float:
    return (clock.now() - row.queued_at).total_seconds()


def _after(notice: Notice, choice: notices.Choices, first: bool) -> float:
    """After how many seconds this colleague is told. Who has the skill and the language is told before the others."""
    chosen = 60 * choice.minutes if notice is Notice.WAITS else 0
    return chosen if first else chosen + rules.now().skill_first


def _new_questions() -> Sequence[Conversation]:
    """Who waits, or left a message, lately, and has nobody."""
    recent = (Conversation.queued_at > clock.now() - clock.minutes(NEW_MINUTES), Conversation.assignee_id.is_(None))
    query = select(Conversation).where(*recent, Conversation.erased_at.is_(None), _rings())
    return session.scalars(query.order_by(Conversation.queued_at).limit(MOST_AT_ONCE)).all()


def _rings() -> ColumnElement[bool]:
    left = (Conversation.status == Status.WAITING) & Conversation.left_message.is_(True)
    return (Conversation.status == Status.QUEUED) | left


def _listeners() -> list[tuple[StaffMember, notices.Choices]]:
    """Who is told now: on shift and not there, or on call while nobody is at the desk."""
    moment = clock.now()
    if queue.hours_at(moment).open:
        there = {person.id for person in presence.at_desk()}
        found = [person for person in rota.working_at(moment) if person.active and person.id not in there]
    else:
        found = [] if presence.anybody() else on_call.people(moment)
    return [(person, notices.of(person)) for person in found]


def _notice_of(row: Conversation) -> tuple[Notice, int]:
    """What this question is to whoever is told, and how many minutes it has waited."""
    waited = int(_waited(row) // 60)
    if row.status == Status.WAITING:
        return Notice.LEFT, waited
    return (Notice.WAITS if queue.hours_now().open else Notice.ON_CALL), waited


def _can(person: StaffMember, way: Way) -> bool:
    return mail.ready() if way is Way.MAIL else bool(browsers.of(person))


def _open_rings(moment: datetime) -> ColumnElement[bool]:
    free = OnCallRing.sending_until.is_(None) | (OnCallRing.sending_until <= moment)
    return (OnCallRing.outcome == "") & free


def _due() -> list[int]:
    query = select(OnCallRing.id).where(_open_rings(db.database_now())).order_by(OnCallRing.id).limit(MOST_AT_ONCE)
    found = list(session.scalars(query))
    session.rollback()  # nothing of the database is held while somebody's server thinks
    return found


def _send(ring_id: int) -> int:
    taken = _take(ring_id)
    if taken is None:
        return 0
    told, again = _by_mail(taken) if taken.way is Way.MAIL else _by_push(taken)
    values = {"outcome": SENT if told else "" if again else FAILED, "sending_until": again}
    ours = (OnCallRing.id == taken.id, OnCallRing.sending_until == taken.lease)
    with unit_of_work():
        db.changed(update(OnCallRing).where(*ours).values(**values))
    return int(told)


def _take(ring_id: int) -> _Taken | None:
    """Takes it for us alone; None where another process was first, or nobody needs it any more."""
    with unit_of_work() as unit:
        moment = db.database_now()
        lease = moment + clock.minutes(LEASE_MINUTES)
        taking = update(OnCallRing).where(OnCallRing.id == ring_id, _open_rings(moment))
        if not db.changed(taking.values(sending_until=lease, tries=OnCallRing.tries + 1)):
            return None
        row = unit.session.get_one(OnCallRing, ring_id, populate_existing=True)
        question = unit.session.get_one(Conversation, row.conversation_id)
        person = unit.session.get_one(StaffMember, row.staff_id)
        if not _still_needed(question, person):
            row.outcome, row.sending_until = LATE, None
            return None
        notice, waited = _notice_of(question)
        topic = ids.keyed_digest(f"ring:{question.public_id}")[:32]
        key = f"{topic} {person.public_id}"
        ring = Ring(person.email, notices.of(person).locale, notice, waited, topic, key)
        return _Taken(ring_id, Way(row.way), ring, browsers.known(person), lease, row.tries)


def _still_needed(question: Conversation, person: StaffMember) -> bool:
    """Not once somebody has it, or it ended; not to somebody who sits at the desk by now."""
    waits = question.status in (Status.QUEUED, Status.WAITING) and question.assignee_id is None
    return (
        waits
        and question.erased_at is None
        and person.active
        and person.id not in {one.id for one in presence.at_desk()}
    )


def _by_mail(taken: _Taken) -> tuple[bool, datetime | None]:
    """Whether it went out, and else when to try again (never: None)."""
    assert _letter is not None
    try:
        mail.send(_letter(taken.ring))
    except Undelivered as error:
        log.warning("a colleague's letter did not go out: %s", error.said)
        return False, None if error.fault is Fault.ADDRESS else _again(taken)
    return True, None


def _by_push(taken: _Taken) -> tuple[bool, datetime | None]:
    assert _push is not None
    if browsers.wake(taken.rows, _push(taken.ring), taken.ring.topic):
        return True, None
    return False, _again(taken)


def _again(taken: _Taken) -> datetime | None:
    if taken.tries > len(AGAIN_MINUTES):
        return None
    return db.database_now() + clock.minutes(AGAIN_MINUTES[taken.tries - 1])
