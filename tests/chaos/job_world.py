"""A world with something to do for every job that does something to somebody; and a count of what was done to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select, update

from app.core import clock, counter, mail
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import browsers, notices
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Notice
from app.domain.chat import desk, followups, ledger, letters, services
from app.domain.chat.due import When, Wish
from app.domain.chat.models import Conversation, LetterAddress, Message, OnCallRing, Presence, Tombstone
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import Activity, Kind
from app.domain.insights.models import Inquiry, Unfound
from app.domain.insights.terms import UnfoundSource
from app.domain.jobs.models import Job
from app.domain.places.models import TeamHours
from app.domain.rota.models import Shift
from app.domain.rota.terms import ShiftKind
from tests import factories
from tests.mail_house import Arrived, Mailbox
from tests.push_house import Browser, Service

LONG_AGO = timedelta(days=400)


def opened() -> None:
    """The team is open around the clock."""
    with unit_of_work():
        session.add_all(TeamHours(day=day, opens=time(0), closes=time(0)) for day in range(7))
        counter.bump(counter.CONTENT)


def changed(who: Visitor, **values: Any) -> None:
    with unit_of_work():
        session.execute(update(Conversation).where(Conversation.id == who.conversation_id).values(**values))


def aged() -> None:
    """Time passes: every lease that somebody dead still holds is over."""
    past = clock.now() - timedelta(seconds=1)
    with unit_of_work():
        for column in (
            Job.leased_until, LetterAddress.sending_until, OnCallRing.sending_until, Conversation.reminding_until
        ):  # fmt: skip
            session.execute(update(column.class_).where(column.is_not(None)).values({column.key: past}))


@dataclass
class Round:
    """One of everything."""

    number: int
    away: str
    browser: Browser
    told: Visitor
    asks: Visitor
    promised: Visitor
    asleep: Visitor
    gave_up: Visitor
    expired: Visitor
    quiet: Visitor
    writes: Visitor

    @property
    def email(self) -> str:
        return f"visitor{self.number}@post.example"


def begun(number: int, service: Service, mailbox: Mailbox) -> Round:
    me, away, sleeper = factories.staff(), factories.staff(), factories.staff()
    browser = Browser(service, f"away-{number}")
    _away(away, browser)
    promised, claim = factories.claimed(away, text="Mitt brev")
    with unit_of_work():
        followups.promise(away, promised.public_id, claim, Wish(When.THREE_DAYS))
    changed(promised, due_at=clock.now() - clock.minutes(5))
    asleep, _ = factories.claimed(sleeper)
    told, writes = (_with_address(me, f"{name}{number}@post.example") for name in ("visitor", "writer"))
    asks, gave_up, expired = (factories.visitor() for _ in range(3))
    with unit_of_work():
        services.leave(gave_up)
    quiet = _quiet(me)
    changed(asks, queued_at=clock.now() - clock.minutes(6))
    changed(expired, expires_at=clock.now() - clock.minutes(1))
    _answered_by_mail(writes, number, mailbox)
    with unit_of_work():
        gone = Presence.staff_id.in_([away.id, sleeper.id])
        session.execute(update(Presence).where(gone).values(lease_until=clock.now() - clock.minutes(1)))
        day = clock.today() - LONG_AGO
        session.add(
            Unfound(
                digest=f"{number:064}", words="gamla ord", locale="sv", source=UnfoundSource.SENT, days=1,
                first_day=day, last_day=day,
            )
        )  # fmt: skip
    email = session.get_one(StaffMember, away.id).email
    return Round(number, email, browser, told, asks, promised, asleep, gave_up, expired, quiet, writes)


def _away(actor: StaffActor, browser: Browser) -> None:
    """On shift, not at the desk, to be told of everything by mail and push."""
    with unit_of_work():
        member = session.get_one(StaffMember, actor.id)
        for day in (clock.today() - timedelta(days=1), clock.today(), clock.today() + timedelta(days=1)):
            span = {"first_day": day, "last_day": day, "starts": time(0), "ends": time(0)}
            session.add(Shift(staff_id=actor.id, kind=ShiftKind.STAFFED, **span))
        browsers.add(member, browser.subscription, "sv")
        notices.choose(member, {Notice.WAITS: ["mail", "push"], Notice.DUE: ["mail", "push"]}, "5", "sv")


def _with_address(me: StaffActor, email: str) -> Visitor:
    """Somebody who is to get a letter: answered long ago, and not here to read it."""
    who, claim = factories.claimed(me)
    with unit_of_work():
        letters.tell_me(who, email)
        if email.startswith("visitor"):
            desk.post(me, who.public_id, claim, "Spärren är borta", "a-1")
        past = clock.now() - clock.minutes(16)
        for table in (Message, LetterAddress):
            theirs = table.conversation_id == who.conversation_id
            session.execute(update(table).where(theirs).values(created_at=past))
    return who


def _quiet(me: StaffActor) -> Visitor:
    """Answered, and silent since."""
    who, claim = factories.claimed(me)
    with unit_of_work():
        desk.post(me, who.public_id, claim, "Är du kvar?", "q-1")
    changed(who, staff_at=clock.now() - clock.minutes(6), visitor_at=clock.now() - clock.minutes(8))
    return who


def _answered_by_mail(who: Visitor, number: int, mailbox: Mailbox) -> None:
    message = EmailMessage()
    message["From"], message["Message-ID"] = f"writer{number}@post.example", f"<{number}@post.example>"
    message["To"] = mail.reply_address(letters.reply_name(who.public_id, f"writer{number}@post.example"))
    message.set_content("Tack, det gick bra")
    mailbox.put(message)


def effects(round_: Round, arrived: Sequence[Arrived], service: Service, data: Path) -> tuple[Counter[str], int]:
    """How often each thing happened that is to happen once; and letters and notices that came more than once, to be folded."""
    session.rollback()
    by_mail = [one for one in arrived if {round_.email, round_.away} & set(one.to)]
    kept = {str(one.message["Message-ID"]): one for one in by_mail}
    pushed = service.to(round_.browser)
    topics = {one.headers["topic"] for one in pushed}
    found = Counter(
        {
            "letter to a visitor": sum(round_.email in one.to for one in kept.values()),
            "letters to a colleague": sum(round_.away in one.to for one in kept.values()),
            "notices": len(topics),
            "given back": _lines(round_.asleep, activity=Activity.LEASE_LOST),
            "asked still there": _lines(round_.quiet, activity=Activity.STILL_THERE),
            "line by mail": _lines(round_.writes, kind=Kind.TEXT, text="Tack, det gick bra"),
            "erased": _count(Tombstone, conversation_public_id=round_.expired.public_id),
            "in the ledger": _ledger(data).count(f" {round_.expired.public_id}\n"),
            "words left": _lines(round_.expired) + _count(Unfound),
            "counted": int(_row(round_.gave_up).inquiry_id is not None),
            "counted beside": _count(Inquiry) - len(_inquiries()),
            "still held": session.execute(select(func.count()).where(Job.leased_until.is_not(None))).scalar_one(),
        }
    )
    return found, len(by_mail) - len(kept) + len(pushed) - len(topics)


ONCE = {
    "letter to a visitor": 1, "letters to a colleague": 2, "notices": 2, "given back": 1, "asked still there": 1,
    "line by mail": 1, "erased": 1, "in the ledger": 1, "words left": 0, "counted": 1, "counted beside": 0,
    "still held": 0,
}  # fmt: skip


def over(round_: Round) -> None:
    """Nothing of this round has anything to do with the next."""
    with unit_of_work():
        session.execute(delete(Shift))
        ended = {"status": "closed", "closed_by": "staff", "assignee_id": None, "expires_at": None}
        session.execute(update(Conversation).values(**ended))


def _ledger(data: Path) -> str:
    path = data / ledger.FILE
    return path.read_text(encoding="ascii") if path.exists() else ""


def _row(who: Visitor) -> Conversation:
    return session.get_one(Conversation, who.conversation_id, populate_existing=True)


def _inquiries() -> set[int]:
    return set(session.scalars(select(Conversation.inquiry_id).where(Conversation.inquiry_id.is_not(None))))


def _count(table: Any, **which: Any) -> int:
    return int(session.execute(select(func.count()).select_from(table).filter_by(**which)).scalar_one())


def _lines(who: Visitor, **which: Any) -> int:
    return _count(Message, conversation_id=who.conversation_id, **which)
