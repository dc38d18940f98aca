"""What cannot be done in one transaction is done again after a death, and known by its name as the same."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from sqlalchemy import update

from app.core import clock, counter, mail
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Notice, Way
from app.domain.chat import followups, posting, reminding
from app.domain.chat.due import When, Wish
from app.domain.chat.models import Conversation, LetterAddress
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.places.models import TeamHours
from app.web import rings
from tests import factories, mail_house
from tests.mail_house import Postman, Talk, mailing, postman

pytestmark = pytest.mark.usefixtures("sqlite_database")
__all__ = ["mailing", "postman"]


def names(mailing: Postman) -> list[str]:
    return [str(one.message["Message-ID"]) for one in mailing.letters]


def test_it_works(mailing: Postman) -> None:
    talk = Talk()
    talk.answer()
    talk.later(11)
    taken = posting._take(talk.who.conversation_id)
    assert taken is not None and posting._write is not None
    mail.send(posting._write(taken.draft))
    assert len(mailing.letters) == 1 and posting.run() == 0, "here the process dies; it may be alive"
    with unit_of_work():
        session.execute(update(LetterAddress).values(sending_until=clock.now() - clock.minutes(1)))
    assert posting.run() == 1
    first, again = names(mailing)
    assert first == again, "the same letter"
    links = [one.link() for one in mailing.letters]
    assert len(set(links)) == 2, "and whichever is kept has a link that opens"
    talk.answer("Och en sak till")
    talk.later(16)
    assert posting.run() == 1 and names(mailing)[2] != first, "the next one is another"


def overdue(actor: StaffActor) -> tuple[Visitor, int]:
    who, number = factories.claimed(actor, text="Mitt brev")
    with unit_of_work():
        followups.promise(actor, who.public_id, number, Wish(When.THREE_DAYS))
        past = clock.now() - clock.minutes(5)
        session.execute(update(Conversation).where(Conversation.id == who.conversation_id).values(due_at=past))
    return who, number


@pytest.fixture
def colleagues(mailing: Postman, tmp_path: Path) -> list[StaffActor]:
    """Two who are told by mail of answers they owe, in a team that is open around the clock."""
    rings.configure(mail_house.configured(tmp_path, MAIL_URL=mailing.url))
    made = [factories.staff(online=False) for _ in range(2)]
    with unit_of_work():
        session.execute(update(StaffMember).values(notify={Notice.DUE: [Way.MAIL]}))
        session.add_all(TeamHours(day=day, opens=time(0), closes=time(0)) for day in range(7))
        counter.bump(counter.CONTENT)
    return made


def lease_over() -> None:
    with unit_of_work():
        session.execute(update(Conversation).values(reminding_until=clock.now() - clock.minutes(1)))


def test_a_reminder_is_not_forgotten(mailing: Postman, colleagues: list[StaffActor]) -> None:
    who, number = overdue(colleagues[0])
    for sent in (False, True):
        taken = reminding._take(who.conversation_id)
        assert taken is not None and reminding.run() == 0, "it is being sent"
        if sent:
            assert reminding._by(Way.MAIL, taken), "and here the process dies"
        lease_over()
    assert (reminding.run(), reminding.run()) == (1, 0)
    assert len(mailing.letters) == 2 and len(set(names(mailing))) == 1
    assert session.get_one(Conversation, who.conversation_id).claim == number


def test_whoever_gets_the_promise_while_it_is_sent_is_told_too(mailing: Postman, colleagues: list[StaffActor]) -> None:
    me, other = colleagues
    who, number = overdue(me)
    taken = reminding._take(who.conversation_id)
    assert taken is not None
    with unit_of_work():
        followups.reassign(me, who.public_id, number, session.get_one(StaffMember, other.id).public_id)
    assert reminding._send(taken) == 1
    lease_over()
    assert (reminding.run(), reminding.run()) == (1, 0) and len(set(names(mailing))) == 2
    assert [one.to[0] for one in mailing.letters] == [session.get_one(StaffMember, one.id).email for one in colleagues]
