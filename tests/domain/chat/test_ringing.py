"""Telling those on call, and those on shift who are away: whom, once, by what they chose, and never when nobody needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.core import clock, counter, db, push
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import browsers, notices
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Notice, Way
from app.domain.chat import desk, on_call, presence, queue, ringing, rules
from app.domain.chat.models import Conversation, OnCallRing
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import Availability, Status
from app.domain.places.models import TeamHours
from app.domain.rota.models import Shift
from app.domain.rota.terms import ShiftKind
from app.web import rings
from tests import factories, mail_house
from tests.mail_house import Postman, mailing, postman
from tests.push_house import Browser, Service, serving

__all__ = ["mailing", "postman"]
WORDS = "Plånboken försvann vid stationen imorse"


@pytest.fixture
def service(tmp_path: Path, mailing: Postman) -> Iterator[Service]:
    """Mail goes to the postman, pushes to a service of our own."""
    settings = mail_house.configured(tmp_path, MAIL_URL=mailing.url)
    rings.configure(settings)
    with serving() as found:
        push.configure("https://help.example", loopback=True)
        yield found
        push.configure("", loopback=False)


def member(actor: StaffActor) -> StaffMember:
    return session.get_one(StaffMember, actor.id)


def works(actor: StaffActor, kind: ShiftKind = ShiftKind.ON_CALL) -> StaffActor:
    """Somebody who has a shift from yesterday until tomorrow."""
    with unit_of_work() as unit:
        for ago in (1, 0):
            day = clock.today() - timedelta(days=ago)
            span = {"first_day": day, "last_day": day, "starts": time(0), "ends": time(0)}
            unit.session.add(Shift(staff_id=actor.id, kind=kind, **span))
    return actor


def opened() -> None:
    """The team is open around the clock."""
    with unit_of_work() as unit:
        unit.session.add_all(TeamHours(day=day, opens=time(0), closes=time(0)) for day in range(7))
        counter.bump(counter.CONTENT)


def wants(actor: StaffActor, minutes: str = "5", **ways: list[str]) -> None:
    with unit_of_work():
        notices.choose(member(actor), {Notice(name): given for name, given in ways.items()}, minutes, "sv")


def browser(service: Service, actor: StaffActor, name: str = "one") -> Browser:
    made = Browser(service, name)
    with unit_of_work():
        browsers.add(member(actor), made.subscription, "sv")
    return made


def waited(who: Visitor, minutes: float) -> None:
    with unit_of_work() as unit:
        unit.session.execute(
            update(Conversation)
            .where(Conversation.id == who.conversation_id)
            .values(queued_at=clock.now() - clock.minutes(minutes))
        )


def outcomes() -> list[str]:
    session.rollback()
    return sorted(session.scalars(select(OnCallRing.outcome)))


@pytest.mark.usefixtures("database")
def test_it_works(service: Service, mailing: Postman) -> None:
    karin = works(factories.staff("Karin", online=False))
    factories.staff("Not on call", online=False)
    wakes = browser(service, karin)
    factories.visitor(WORDS, first_name="Ahmed")
    assert ringing.run() == 2 and ringing.run() == 0
    (message,), (letter,) = service.to(wakes), mailing.letters
    told = wakes.read(message)
    assert told["title"] and told["url"] == "/sv/staff/" and told["lang"] == "sv"
    assert letter.to == [member(karin).email] and letter.message["Content-Language"] == "sv"
    for word in (*WORDS.split(), "Ahmed"):
        assert word not in letter.text and word not in str(told) and word not in letter.message["Subject"]
    assert outcomes() == ["sent", "sent"]


@pytest.mark.usefixtures("sqlite_database", "service")
def test_what_they_chose_holds(mailing: Postman) -> None:
    by_mail, nothing, left = (works(factories.staff(online=False)) for _ in range(3))
    wants(by_mail, on_call=["mail"])
    wants(nothing)
    wants(left, left=["mail"])
    factories.visitor()
    assert ringing.run() == 1 and mailing.letters[0].to == [member(by_mail).email]
    factories.visitor(team_open=False)
    assert ringing.run() == 1 and mailing.letters[1].to == [member(left).email]


@pytest.mark.usefixtures("sqlite_database", "service")
def test_nobody_is_rung_while_somebody_is_there_or_when_it_is_late() -> None:
    karin = works(factories.staff(online=False))
    here = factories.staff()
    factories.visitor()
    assert ringing.run() == 0, "a colleague is at the desk"
    with unit_of_work():
        presence.go(member(here), Availability.OFFLINE)
    waited(factories.visitor(), 31)
    old = factories.visitor()
    waited(old, 45)
    assert ringing.run() == 1, "only the one that is new"
    assert {row.staff_id for row in session.scalars(select(OnCallRing))} == {karin.id}


@pytest.mark.usefixtures("sqlite_database", "service")
def test_a_question_that_somebody_has_by_now_rings_nobody(mailing: Postman) -> None:
    works(factories.staff(online=False))
    who, me = factories.visitor(), factories.staff(online=False)
    ringing._plan()
    with unit_of_work():
        desk.claim(me, who.public_id)
    assert ringing.run() == 0 and outcomes() == ["late"] and not mailing.letters


@pytest.mark.usefixtures("sqlite_database", "service")
def test_whoever_is_on_shift_but_away_hears_of_a_long_wait(mailing: Postman) -> None:
    opened()
    away, there = (works(factories.staff(online=one), ShiftKind.STAFFED) for one in (False, True))
    on_call_now = works(factories.staff(online=False))
    for one in (away, there, on_call_now):
        wants(one, minutes="5", waits=["mail"], on_call=["mail"])
    who = factories.visitor()
    assert ringing.run() == 0
    waited(who, 6)
    assert ringing.run() == 1
    assert mailing.letters[0].to == [member(away).email] and "6" in mailing.letters[0].text


@pytest.mark.usefixtures("database")
def test_in_every_process_exactly_one(service: Service, mailing: Postman) -> None:
    works(factories.staff(online=False))
    for _ in range(3):
        factories.visitor()

    def process() -> None:
        with db.reading():
            ringing.run()

    threads = [threading.Thread(target=process) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    ringing.run()
    assert len(mailing.letters) == 3 and outcomes() == ["sent"] * 3


@pytest.mark.usefixtures("sqlite_database", "service")
def test_killed_on_the_way_it_goes_out_after_the_lease(mailing: Postman) -> None:
    works(factories.staff(online=False))
    factories.visitor()
    ringing._plan()
    (ring,) = ringing._due()
    assert ringing._take(ring) is not None, "and here the process dies"
    assert ringing.run() == 0 and not mailing.letters
    with unit_of_work() as unit:
        unit.session.execute(update(OnCallRing).values(sending_until=clock.now() - clock.minutes(1)))
    assert ringing.run() == 1 and len(mailing.letters) == 1


@pytest.mark.usefixtures("sqlite_database")
def test_a_browser_that_is_gone_is_forgotten_and_a_tired_service_is_asked_again(service: Service) -> None:
    karin = works(factories.staff(online=False))
    wants(karin, on_call=["push"])
    gone, tired = browser(service, karin, "gone"), browser(service, karin, "tired")
    service.answers = {gone.path: 410, tired.path: 503}
    factories.visitor()
    assert ringing.run() == 0 and outcomes() == [""]
    session.rollback()
    (row,) = browsers.of(member(karin))
    assert row.endpoint == tired.subscription.endpoint and row.failed_at is not None
    service.answers = {}
    assert ringing.run() == 0, "not before a minute has passed"
    with unit_of_work() as unit:
        unit.session.execute(update(OnCallRing).values(sending_until=clock.now() - clock.minutes(1)))
    assert ringing.run() == 1 and outcomes() == ["sent"]
    session.rollback()
    assert browsers.of(member(karin))[0].failed_at is None


@pytest.mark.usefixtures("sqlite_database", "service")
def test_a_letter_that_never_goes_is_given_up(mailing: Postman) -> None:
    karin = works(factories.staff(online=False))
    factories.visitor()
    mailing.refuse_all = "451 not now"
    for tries in range(1, 5):
        assert ringing.run() == 0 and outcomes() == (["failed"] if tries == 4 else [""])
        with unit_of_work() as unit:
            unit.session.execute(update(OnCallRing).values(sending_until=None))
    assert ringing.run() == 0 and notices.of(member(karin)).ways[Notice.ON_CALL] == frozenset(Way)


@pytest.mark.usefixtures("sqlite_database")
def test_a_question_waits_a_while_for_whoever_is_on_call_and_then_becomes_a_message() -> None:
    assert not queue.may_join()
    karin = works(factories.staff(online=False))
    assert queue.may_join() and queue.door().on_call and not queue.door().open
    who = factories.visitor()
    assert queue.close_for_the_day() == 0
    waited(who, on_call.wait_minutes() + 1)
    assert queue.close_for_the_day() == 1
    session.rollback()
    row = session.get_one(Conversation, who.conversation_id)
    assert (row.status, row.left_message) == (Status.WAITING, True)
    with unit_of_work():
        presence.go(member(karin), Availability.ONLINE)
    assert queue.door().open and not queue.door().on_call


@pytest.mark.usefixtures("sqlite_database")
def test_a_team_may_choose_that_nobody_waits_for_whoever_is_on_call() -> None:
    works(factories.staff(online=False))
    assert queue.may_join()
    chosen = {**vars(rules.DEFAULTS), "on_call_wait": 0}
    with unit_of_work():
        rules.change(Operator(), {name: str(value) for name, value in chosen.items()})
    assert not queue.may_join() and not queue.door().on_call


@pytest.mark.usefixtures("sqlite_database", "service")
def test_who_has_the_skill_or_the_language_is_told_first(mailing: Postman) -> None:
    fits, other = (works(factories.staff(online=False)) for _ in range(2))
    for one, spoken in ((fits, ["ar"]), (other, ["sv"])):
        wants(one, on_call=["mail"])
        with unit_of_work():
            member(one).languages = spoken
    who = factories.visitor("مرحبا", "ar")
    assert (ringing.run(), ringing.run()) == (1, 0) and mailing.letters[0].to == [member(fits).email]
    waited(who, 1)
    assert ringing.run() == 1 and mailing.letters[1].to == [member(other).email], "and then the others"
    wants(fits)
    factories.visitor("مرحبا", "ar")
    assert ringing.run() == 1 and mailing.letters[2].to == [member(other).email], "never a dead end"
