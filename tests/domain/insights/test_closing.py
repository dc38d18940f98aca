"""Closing leaves one Inquiry, without personal data, in the same unit of work."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import db
from app.core.errors import Conflict, DomainError
from app.core.unit import unit_of_work
from app.domain.chat import queries, services
from app.domain.chat.terms import Status
from app.domain.directory.models import Organization, Service
from app.domain.insights.models import Inquiry
from app.domain.insights.services import Closing, close_conversation, register_abandoned
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def inquiries() -> list[Inquiry]:
    return list(db.session.scalars(select(Inquiry)))


def bank() -> None:
    with unit_of_work() as unit:
        body = Organization(slug="bank", name="Bank")
        body.services = [Service(slug="bank-service")]
        unit.session.add(body)


def test_it_works() -> None:
    bank()
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        close_conversation(me, who.public_id, number, Closing("referred", effort="2", referred_to="bank-service"))
    [entry] = inquiries()
    assert (entry.outcome, entry.effort, entry.channel, entry.locale) == ("referred", 2, "chat", "sv")
    assert entry.referred_to_id is not None
    assert queries.visitor_view(who).status is Status.CLOSED


@pytest.mark.parametrize(
    ("closing", "code"),
    [
        (Closing(""), "outcome_missing"),
        (Closing("nonsense"), "outcome_missing"),
        (Closing("answered"), "effort_missing"),
        (Closing("answered", effort="9"), "effort_missing"),
        (Closing("referred", effort="1"), "referral_missing"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_closed(closing: Closing, code: str) -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with pytest.raises(DomainError, match=code), unit_of_work():
        close_conversation(me, who.public_id, number, closing)
    assert (queries.visitor_view(who).status, inquiries()) == (Status.ACTIVE, [])


def test_nobody_helped_needs_no_effort() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        close_conversation(me, who.public_id, number, Closing("spam"))
    assert inquiries()[0].effort is None


def test_a_conversation_its_visitor_closed_is_registered_once() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        services.close(who)
    assert [row.public_id for row in queries.mine(me.id)] == [who.public_id]
    with unit_of_work():
        close_conversation(me, who.public_id, number, Closing("answered", effort="1"))
    with pytest.raises(Conflict), unit_of_work():
        close_conversation(me, who.public_id, number, Closing("answered", effort="1"))
    assert len(inquiries()) == 1
    assert queries.mine(me.id) == []


def test_leaving_the_queue_is_registered_as_abandoned() -> None:
    who = factories.visitor()
    with unit_of_work():
        services.close(who)
    for expected in (1, 0):
        with unit_of_work():
            assert register_abandoned() == expected
    assert inquiries()[0].outcome == "abandoned"


def test_a_conversation_erased_before_it_was_registered_is_counted_too() -> None:
    who, _number = factories.claimed(factories.staff())
    with unit_of_work():
        services.erase(who)
    with unit_of_work():
        assert register_abandoned() == 1
    assert inquiries()[0].locale == "sv"
