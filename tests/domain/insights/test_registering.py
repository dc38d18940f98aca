"""Questions from elsewhere: registered in a few words, found by our own search, taken back, and nothing about who."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import db
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.guides.models import Matter, MatterName, Topic
from app.domain.insights import registering
from app.domain.insights.models import Inquiry
from app.domain.insights.registering import Entry
from app.domain.insights.services import Closing, close_conversation
from tests import factories

pytestmark = pytest.mark.usefixtures("sqlite_database")
PHONE = Entry("phone", "answered", "sv")


@pytest.fixture(autouse=True)
def matters(sqlite_database: None) -> None:
    titles = {
        "eid-locked": "BankID is locked",
        "eid-new": "BankID on a new phone",
        "bank-statement": "Print a statement",
    }
    with unit_of_work() as unit:
        topic = Topic(slug="eid", icon="eid", names={"en": "e-ID"})
        unit.session.add(topic)
        unit.session.flush()
        for code, title in titles.items():
            unit.session.add(Matter(code=code, topic_id=topic.id, names=[MatterName(locale="en", title=title)]))


def kept() -> list[Inquiry]:
    db.session.rollback()
    return list(db.session.scalars(select(Inquiry).order_by(Inquiry.id)))


def register(**given: str) -> str:
    with unit_of_work():
        return registering.register(Entry(**{**vars(PHONE), **given}))


def test_it_works() -> None:
    made = register(words="print st", effort="2")
    [row] = kept()
    assert (row.channel, row.outcome, row.locale, row.effort) == ("phone", "answered", "sv", 2)
    assert registering.entry(made) == Entry("phone", "answered", "sv", "bank-statement", "Print a statement", "", "2")
    with unit_of_work():
        assert registering.take_back(made) is not None
    with unit_of_work():
        assert registering.take_back(made) is None, "once"
    assert not kept()


def test_what_is_typed_finds_titles_by_their_beginnings() -> None:
    assert [one.code for one in registering.suggestions("ban")][:2] == ["eid-locked", "eid-new"]
    first = registering.suggestions("BANKID IS LOCKED")[0]
    assert (first.code, first.sure) == ("eid-locked", True)
    assert registering.suggestions("  ") == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"words": "bankid"}, "matter_unsure"),
        ({"words": " "}, "matter_missing"),
        ({"matter": "nothing-such"}, "matter_missing"),
        ({"matter": "-", "channel": "chat"}, "channel_missing"),
        ({"matter": "-", "outcome": "good"}, "outcome_missing"),
        ({"matter": "-", "outcome": "referred"}, "referral_missing"),
    ],
)
def test_what_is_refused(given: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        register(**given)
    assert refusal.value.code == code and not kept()


def test_none_of_ours_is_registered_too_and_a_chats_own_is_never_taken_back() -> None:
    register(matter="-", channel="desk")
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        chats = close_conversation(me, who.public_id, number, Closing("answered", effort="1")).public_id
    with unit_of_work():
        assert registering.take_back(chats) is None
    assert [(row.channel, row.matter_id) for row in kept()] == [("desk", None), ("chat", None)]
    assert registering.counted_today() == {"desk": 1, "chat": 1}
