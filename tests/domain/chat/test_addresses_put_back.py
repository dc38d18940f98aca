"""A database that was put back brings no address with it that its owner had taken off since, and keeps every other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from app.core import clock, events
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import ledger, letters, retention, secrets
from app.domain.chat.models import Conversation, ConversationSecret, LetterAddress, Tombstone
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import SecretKind
from tests import factories
from tests.mail_house import Postman, mailing, postman

__all__ = ["mailing", "postman"]
A, B = "anna@post.example", "anna.b@post.example"
Steps = list[Callable[[Visitor], None]]


@pytest.fixture
def who(database: str, mailing: Postman, tmp_path: Path) -> Iterator[Visitor]:
    """Somebody who is told at A."""
    ledger.configure(tmp_path)
    events.listen(ledger.heard)
    who = factories.visitor()
    give(A)(who)
    yield who
    ledger.configure(None)


def give(email: str) -> Callable[[Visitor], None]:
    def step(who: Visitor) -> None:
        with unit_of_work():
            letters.tell_me(who, email)

    return step


def stop(who: Visitor) -> None:
    with unit_of_work():
        letters.stop(who)


def stop_by_letter(who: Visitor) -> None:
    with unit_of_work():
        letters.stop_by_key(letters.off_key(who.public_id, A))


def time_is_up(who: Visitor) -> None:
    with unit_of_work():
        session.execute(update(LetterAddress).values(expires_at=clock.now() - clock.minutes(1)))
    retention.forget_keys()


def rows() -> list[dict[str, Any]]:
    columns = list(LetterAddress.__table__.columns)
    found = [dict(row) for row in session.execute(select(*columns)).mappings()]
    session.rollback()
    return found


def put_back(kept: list[dict[str, Any]], who: Visitor) -> None:
    """The old rows as a backup has them, without the tombstones that came after; then what a start does."""
    with unit_of_work():
        for table in (LetterAddress, Tombstone):
            session.execute(delete(table))
        session.execute(insert(LetterAddress.__table__), kept)  # type: ignore[arg-type]
        secrets.give_letter_link(session.get_one(Conversation, who.conversation_id))
    retention.again()


def told(who: Visitor) -> str:
    known = letters.address_of(who)
    session.rollback()
    return known.email if known else ""


@pytest.mark.parametrize("way", [stop, stop_by_letter, give(B), time_is_up])
def test_it_works(who: Visitor, way: Callable[[Visitor], None]) -> None:
    other = factories.visitor()
    give(A)(other)
    kept = rows()
    way(who)
    put_back(kept, who)
    assert told(who) == "" and told(other) == ("" if way is time_is_up else A)
    mine = select(ConversationSecret.kind).where(ConversationSecret.conversation_id == who.conversation_id)
    assert SecretKind.LETTER not in session.scalars(mine).all()
    session.rollback()
    assert retention.again() == 0, "an address is no conversation"


@pytest.mark.parametrize(
    ("before", "after"),
    [([stop, give(A)], []), ([give(B)], []), ([give(B), give(A)], []), ([stop, give(A)], [give(A)])],
    ids=["stopped and given again", "another one", "another one and back", "and given once more"],
)
def test_what_was_given_again_stays(who: Visitor, before: Steps, after: Steps) -> None:
    for step in before:
        step(who)
    kept = rows()
    for step in after:
        step(who)
    put_back(kept, who)
    assert told(who) == kept[0]["email"]


def test_the_ledger_says_nothing_of_it(who: Visitor, tmp_path: Path) -> None:
    stop(who)
    written = (tmp_path / ledger.FILE).read_text()
    assert written.count("\n") == 1 and written == ledger.lines(ledger.entries())
    assert "anna" not in written and who.public_id not in written
    assert all(len(name) <= 32 for name in ledger.entries())


def test_killed_before_it_was_written_down(who: Visitor, tmp_path: Path) -> None:
    kept = rows()
    stop(who)
    (tmp_path / ledger.FILE).unlink()
    ledger.configure(tmp_path)
    ledger.catch_up()
    session.rollback()
    put_back(kept, who)
    assert told(who) == ""
