"""Browsers of colleagues that want to be woken: one row for each, gone when its push service no longer knows it."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from app.core import clock, db, ids, push
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.push import Subscription, Unsent
from app.core.unit import unit_of_work
from app.domain.accounts import audit, notices
from app.domain.accounts.models import PushSubscription, StaffMember

log = logging.getLogger(__name__)
MOST = 10


@dataclass(frozen=True)
class Browser:
    """One of them, as it was when it was read. `failed`: the last time, its push service did not take it."""

    id: int
    address: Subscription
    failed: bool


def of(person: StaffMember) -> Sequence[PushSubscription]:
    """A person's browsers, the latest first."""
    theirs = select(PushSubscription).where(PushSubscription.staff_id == person.id)
    return session.scalars(theirs.order_by(PushSubscription.id.desc())).all()


def add(person: StaffMember, given: Subscription, locale: str) -> PushSubscription:
    """This browser is woken from now on. One that a colleague used before is this person's alone."""
    if not push.usable(given):
        raise Invalid("browser_wrong")
    mark = ids.digest(given.endpoint)
    row = session.scalars(select(PushSubscription).where(PushSubscription.endpoint_hash == mark)).first()
    if row is None:
        if len(of(person)) >= MOST:
            raise Conflict("browsers_full", most=MOST)
        row = PushSubscription(endpoint=given.endpoint, endpoint_hash=mark)
        session.add(row)
    row.staff_id, row.p256dh, row.auth = person.id, given.p256dh, given.auth
    row.failed_at, row.created_at = None, clock.now()
    session.flush()
    notices.speak(person, locale)
    audit.write(person, "staff.browser_added", f"staff:{person.public_id}")
    return row


def mine(person: StaffMember, public_id: str) -> PushSubscription:
    """One of a person's own; NotFound for anybody else's."""
    theirs = (PushSubscription.staff_id == person.id, PushSubscription.public_id == public_id)
    found = session.scalars(select(PushSubscription).where(*theirs)).first()
    if found is None:
        raise NotFound("browser_gone")
    return found


def remove(person: StaffMember, public_id: str) -> None:
    """Not woken any more; removing twice is removing once."""
    theirs = (PushSubscription.staff_id == person.id, PushSubscription.public_id == public_id)
    if db.changed(delete(PushSubscription).where(*theirs)):
        audit.write(person, "staff.browser_removed", f"staff:{person.public_id}")


def known(person: StaffMember) -> list[Browser]:
    """Their addresses as plain values, to be used when the database has been let go."""
    return [_plain(row) for row in of(person)]


def _plain(row: PushSubscription) -> Browser:
    return Browser(row.id, Subscription(row.endpoint, row.p256dh, row.auth), row.failed_at is not None)


def wake(found: Sequence[Browser], words: bytes, topic: str = "") -> int:
    """Sends to each, outside every unit of work; gives how many took it. What is gone for ever is forgotten."""
    woken = 0
    for browser in found:
        try:
            push.send(browser.address, words, topic)
        except Unsent as error:
            log.warning("a browser was not woken: %s", error.said)
            _not_woken(browser, error.gone)
        else:
            woken += 1
            if browser.failed:
                _note(browser, None)
    return woken


def try_each(person: StaffMember, words: bytes) -> Iterator[tuple[datetime, str]]:
    """Wakes each of a person's browsers, outside every unit of work: since when it is known, and "" or why it was not woken."""
    for row in of(person):
        browser, since = _plain(row), row.created_at
        session.rollback()  # nobody waits for a push service with the database in hand
        try:
            push.send(browser.address, words)
        except Unsent as error:
            _not_woken(browser, error.gone)
            yield since, error.said
        else:
            _note(browser, None)
            yield since, ""


def _not_woken(browser: Browser, gone: bool) -> None:
    if not gone:
        _note(browser, clock.now())
        return
    with unit_of_work():
        # Only if it is still what we sent to: subscribed anew, it has other keys.
        same = (PushSubscription.id == browser.id, PushSubscription.p256dh == browser.address.p256dh)
        db.changed(delete(PushSubscription).where(*same))


def _note(browser: Browser, failed_at: datetime | None) -> None:
    with unit_of_work():
        db.changed(update(PushSubscription).where(PushSubscription.id == browser.id).values(failed_at=failed_at))


class _Later:
    """Sends what a person tries out, one after the other, beside their request."""

    def __init__(self) -> None:
        self._work: queue.Queue[Callable[[], object]] = queue.Queue(100)
        self._begun = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, work: Callable[[], object]) -> None:
        with self._begun:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="browsers")
                self._thread.start()
        try:
            self._work.put_nowait(work)
        except queue.Full:
            log.warning("too many browsers are tried at once; one was not")

    def _run(self) -> None:
        while True:
            work = self._work.get()
            try:
                work()
            except Exception as error:
                log.warning("a browser could not be tried: %s", type(error).__name__)
            finally:
                db.session.remove()


_later = _Later()


def wake_later(person: StaffMember, public_id: str, words: bytes) -> None:
    """Tries one of a person's browsers, not in the request that asked for it."""
    found = [_plain(mine(person, public_id))]
    _later(lambda: wake(found, words))
