"""Telling colleagues that an answer they promised is due: once, by the ways they chose, while the team is open.

Whoever sends holds the row by a lease: killed between the mail server's yes and our note of it, it goes out once more, under
the same Message-ID and the same notice; none is forgotten.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from app.core import clock, db, ids, mail
from app.core.db import session
from app.core.mail import Letter, Undelivered
from app.core.unit import unit_of_work
from app.domain.accounts import browsers, notices
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Notice, Way
from app.domain.chat import presence, queue
from app.domain.chat.models import Conversation
from app.domain.chat.ringing import Ring
from app.domain.chat.terms import Status

log = logging.getLogger(__name__)
MOST_AT_ONCE = 50
LEASE_MINUTES = 2
_letter: Callable[[Ring], Letter] | None = None
_push: Callable[[Ring], bytes] | None = None


@dataclass(frozen=True)
class _Told:
    """Whom to tell of which conversation, and how; ours to do until `lease`."""

    conversation_id: int
    claim: int
    lease: datetime
    ring: Ring
    ways: frozenset[Way]
    rows: list[browsers.Browser]


def configure(letter: Callable[[Ring], Letter], push: Callable[[Ring], bytes]) -> None:
    """Sets who puts it into words; create_app() calls it once."""
    global _letter, _push
    _letter, _push = letter, push


def run() -> int:
    """Tells whoever is to be told now; a verb of the ticker, and of no night. Returns how many were told."""
    if _letter is None or not queue.hours_now().open:
        session.rollback()
        return 0
    query = select(Conversation.id).where(_due(db.database_now())).order_by(Conversation.due_at).limit(MOST_AT_ONCE)
    waiting = list(session.scalars(query))
    session.rollback()  # nothing of the database is held while somebody's server thinks
    return sum(_send(told) for told in map(_take, waiting) if told is not None)


def _due(moment: datetime) -> ColumnElement[bool]:
    new = Conversation.reminded_at.is_(None) | (Conversation.reminded_at < Conversation.due_at)
    waits = (Conversation.status == Status.WAITING) & Conversation.assignee_id.is_not(None)
    free = Conversation.reminding_until.is_(None) | (Conversation.reminding_until <= moment)
    return waits & (Conversation.due_at <= clock.now()) & Conversation.erased_at.is_(None) & new & free


def _take(conversation_id: int) -> _Told | None:
    """Takes it for us alone; None where another process did, or there is nobody to tell, or they are at the desk."""
    with unit_of_work() as unit:
        moment = db.database_now()
        lease = moment + clock.minutes(LEASE_MINUTES)
        taking = update(Conversation).where(Conversation.id == conversation_id, _due(moment))
        if not db.changed(taking.values(reminding_until=lease)):
            return None
        found = unit.session.get_one(Conversation, conversation_id, populate_existing=True)
        person = unit.session.get_one(StaffMember, found.assignee_id)
        if not person.active or person.id in {one.id for one in presence.online()}:
            found.reminded_at, found.reminding_until = clock.now(), None
            return None
        chosen, topic = notices.of(person), ids.keyed_digest(f"due:{found.public_id}")[:32]
        key = f"{topic} {person.public_id} {found.due_at}"
        ring = Ring(person.email, chosen.locale, Notice.DUE, 0, topic, key)
        return _Told(conversation_id, found.claim, lease, ring, chosen.ways[Notice.DUE], list(browsers.known(person)))


def _send(told: _Told) -> int:
    """Tells by every way they chose, and notes it; nothing where it is another colleague's by now, who is told next."""
    done = max((int(_by(way, told)) for way in sorted(told.ways)), default=0)
    ours = (Conversation.id == told.conversation_id, Conversation.reminding_until == told.lease)
    with unit_of_work():
        db.changed(
            update(Conversation)
            .where(*ours, Conversation.claim == told.claim)
            .values(reminded_at=clock.now(), reminding_until=None)
        )
    return done


def _by(way: Way, told: _Told) -> bool:
    assert _letter is not None and _push is not None
    if way is Way.PUSH:
        return bool(told.rows) and bool(browsers.wake(told.rows, _push(told.ring), told.ring.topic))
    if not mail.ready():
        return False
    try:
        mail.send(_letter(told.ring))
    except Undelivered as error:
        log.warning("a colleague's letter did not go out: %s", error.said)
        return False
    return True
