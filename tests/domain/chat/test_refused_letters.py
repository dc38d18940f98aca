"""Letters that are refused: whose fault it is, how long each is tried, and that nobody is told too early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select, update

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import posting, queries, services
from app.domain.chat.models import ConversationSecret, LetterAddress
from app.domain.chat.terms import Activity
from tests.mail_house import Postman, Talk, mailing, postman

__all__ = ["mailing", "postman"]


@pytest.fixture
def talk(database: str, mailing: Postman) -> Iterator[Talk]:
    yield Talk()


@pytest.fixture
def lite(sqlite_database: object, mailing: Postman) -> Iterator[Talk]:
    """The same where the database makes no difference."""
    yield Talk()


def test_it_works(talk: Talk, mailing: Postman) -> None:
    mailing.refuse["anna"] = "550 5.1.1 no such person"
    talk.answer()
    talk.later(11)
    assert posting.run() == 0 and posting.run() == 0
    assert talk.address.failed_at is not None
    found = queries.conversation_for(talk.me, talk.who.public_id)
    said = [line.activity for line in queries.messages_after(talk.me, found)]
    assert said.count(Activity.LETTER_FAILED) == 1
    talk.tell("anna.ny@post.example")
    assert posting.run() == 1, "another address is another chance"


@pytest.mark.parametrize("stage", ["recipient", "words"])
def test_a_letter_refused_for_now_is_tried_for_days(lite: Talk, mailing: Postman, stage: str) -> None:
    """Greylisting, a full disk, a server that is busy: none of it is the address's fault (RFC 5321, 4.5.4.1)."""
    busy = "451 4.2.0 come back later"
    mailing.refuse["anna"], mailing.refuse_all = (busy, "") if stage == "recipient" else ("", busy)
    lite.answer()
    lite.later(11)
    pauses: list[int] = []
    while lite.address.failed_at is None and sum(pauses) < 3 * 24 * 60:
        tries = lite.address.tries
        posting.run()
        pauses.append(lite.pause())
        assert posting.run() == 0 and lite.address.tries == tries + 1, "not before its time"
        lite.later(pauses[-1])
    assert lite.address.failed_at is None and pauses == sorted(pauses) and pauses[-1] <= 60, pauses
    assert not session.scalars(select(ConversationSecret).where(ConversationSecret.kind == "letter")).all()
    mailing.refuse.clear()
    mailing.refuse_all = ""
    assert posting.run() == 1 and lite.address.tries == 0


def test_at_last_it_is_given_up_and_said(lite: Talk, mailing: Postman) -> None:
    mailing.refuse["anna"] = "451 4.2.0 come back later"
    lite.answer()
    lite.later(11)
    with unit_of_work():
        session.execute(update(LetterAddress).values(tries=posting.LATER_TRIES))
    posting.run()
    assert lite.address.failed_at is not None


def test_our_own_address_refused_is_nobodys_fault_there(lite: Talk, mailing: Postman) -> None:
    mailing.refuse_sender = "553 5.7.1 not your address"
    lite.answer()
    lite.later(11)
    for _ in range(6):
        assert posting.run() == 0
        lite.later(2)
    assert lite.address.tries == 0 and lite.address.failed_at is None
    mailing.refuse_sender = ""
    assert posting.run() == 1


def test_words_refused_for_good_are_tried_a_little_while(lite: Talk, mailing: Postman) -> None:
    mailing.refuse_all = "554 5.7.1 we do not like these words"
    lite.answer()
    lite.later(11)
    for _ in posting.AGAIN_MINUTES:
        posting.run()
        assert lite.address.failed_at is None
        lite.later(61)
    posting.run()
    assert lite.address.failed_at is not None


def test_the_next_letter_has_all_its_days_again(lite: Talk, mailing: Postman) -> None:
    mailing.refuse["anna"] = "451 4.2.0 come back later"
    seq = lite.answer()
    lite.later(11)
    posting.run()
    with unit_of_work():
        services.seen(lite.who, seq)
    posting.settle()
    assert lite.address.tries == 0
