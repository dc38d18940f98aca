"""The queue's door and its ways out: full, closing, leaving a message instead, taking the next."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time

import pytest
from sqlalchemy import delete, update

from app.core import clock, db, ids
from app.core.errors import Conflict, DomainError
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.chat import desk, presence, queries, queue, rules, services
from app.domain.chat.models import Presence
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.services import Question
from app.domain.chat.terms import Activity, Status
from app.domain.places import hours as known_days
from app.domain.places import services as places
from app.domain.places.models import TeamException
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def set_rules(**changed: object) -> None:
    with unit_of_work():
        rules.change(Operator(), {name: str(changed.get(name, value)) for name, value in vars(rules.DEFAULTS).items()})


def hours(opens: time | None, closes: time | None) -> None:
    """Today's hours, in UTC; nobody else's day is touched."""
    from app.core import counter

    with unit_of_work() as unit:
        unit.session.execute(delete(TeamException))
        unit.session.add(TeamException(day=clock.today(), opens=opens, closes=closes, note=""))
        counter.bump(counter.CONTENT)
    db.session.remove()


def everybody_left(minutes: float = 10) -> None:
    with unit_of_work() as unit:
        unit.session.execute(update(Presence).values(lease_until=db.database_now() - clock.minutes(minutes)))


def said(who: Visitor) -> list[str | None]:
    return [line.activity for line in queries.messages_after(who, queries.conversation_for(who, who.public_id))]


def test_it_works() -> None:
    me = factories.staff("Karin Holm")
    first, second = factories.visitor("first"), factories.visitor("second")
    with unit_of_work():
        assert queue.take_next(me) == first.public_id
    assert queries.visitor_view(first).staff_name == "Karin" and queries.visitor_view(second).place == 1
    with unit_of_work():
        assert queue.leave_instead(second)
    view = queries.visitor_view(second)
    assert (view.status, view.left_message, said(second)[-1]) == (Status.WAITING, True, Activity.LEFT_INSTEAD)
    assert [row.public_id for row in queries.left_messages()] == [second.public_id] and queries.queue() == []
    with pytest.raises(Conflict, match="nobody_waits"), unit_of_work():
        queue.take_next(me)


def test_a_librarian_was_quicker_than_leaving() -> None:
    who, _number = factories.claimed(factories.staff())
    with unit_of_work():
        assert not queue.leave_instead(who)
    assert queries.visitor_view(who).status is Status.ACTIVE


def test_who_came_back_is_next_and_only_until_somebody_takes_them() -> None:
    me = factories.staff()
    waiting = factories.visitor("came first")
    who, number = factories.claimed(me, text="came back")
    with unit_of_work():
        desk.give_back(me, who.public_id, number)
    assert [row.public_id for row in queries.queue()] == [who.public_id, waiting.public_id]
    view = queries.visitor_view(who)
    assert (view.place, view.returned) == (1, True) and queries.visitor_view(waiting).place == 2
    with unit_of_work():
        assert queue.take_next(me) == who.public_id
    assert not queries.visitor_view(who).returned


def test_a_left_message_that_comes_back_is_not_in_the_queue() -> None:
    me = factories.staff()
    who, number = factories.claimed(me, team_open=False)
    with unit_of_work():
        desk.give_back(me, who.public_id, number)
    assert queries.queue() == [] and not queries.visitor_view(who).returned


def test_a_full_queue_takes_nobody_more() -> None:
    factories.staff()
    set_rules(queue_limit=2)
    assert not queue.door().full
    kept = Question(key=ids.new_token(), text="Hej", locale="sv")
    with unit_of_work():
        services.start(kept, joins=True, most=2)
    factories.visitor()
    assert queue.door().full
    with pytest.raises(Conflict, match="queue_full"), unit_of_work():
        services.start(Question(key=ids.new_token(), text="Hej", locale="sv"), joins=True, most=2)
    with unit_of_work():
        assert services.start(kept, joins=True, most=2).repeated, "who is in already is not refused"
        assert services.start(Question(key=ids.new_token(), text="Hej", locale="sv"), joins=False, most=2)


def test_two_at_once_do_not_both_get_the_last_place() -> None:
    def come(_number: int) -> bool:
        try:
            with unit_of_work():
                services.start(Question(key=ids.new_token(), text="Hej", locale="sv"), joins=True, most=3)
            return True
        except Conflict:
            return False
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(come, range(8))) == 3


def test_a_long_wait_offers_a_message_first() -> None:
    me = factories.staff()
    for _ in range(20):
        who, number = factories.claimed(me)
        with unit_of_work():
            desk.close(me, who.public_id, number, "answered")
    for _ in range(4):
        factories.visitor()
    set_rules(long_wait=1)
    assert queue.door().long and not queue.door().full
    set_rules(long_wait=2)
    assert not queue.door().long
    set_rules(long_wait=0)
    assert not queue.door().long


def test_closing_makes_left_messages_of_those_who_wait() -> None:
    hours(None, None)
    me = factories.staff()
    first, second = factories.visitor("first"), factories.visitor("second")
    held, _number = factories.claimed(me, text="in a conversation")
    assert queue.close_for_the_day() == 0, "somebody is online"
    everybody_left(minutes=2)
    assert not queue.is_open() and queue.close_for_the_day() == 0, "a line that broke a moment ago"
    everybody_left()
    assert [queue.close_for_the_day(), queue.close_for_the_day()] == [2, 0]
    assert [row.public_id for row in queries.left_messages()] == [first.public_id, second.public_id], "in their order"
    assert said(first)[-1] == Activity.TEAM_CLOSED and queries.visitor_view(first).left_message
    assert queries.visitor_view(held).status is Status.ACTIVE
    with unit_of_work():
        presence.sweep()
    assert queue.close_for_the_day() == 1, "and who is given back after hours"


def test_they_may_stay_instead() -> None:
    hours(None, None)
    set_rules(at_closing="stay")
    who = factories.visitor()
    assert queue.close_for_the_day() == 0 and queries.visitor_view(who).status is Status.QUEUED


def test_open_by_its_hours_nobody_is_sent_away() -> None:
    hours(time(0), time(0))
    who = factories.visitor()
    assert queue.is_open() and queue.close_for_the_day() == 0
    assert queries.visitor_view(who).place == 1


def test_soon_is_said_only_then() -> None:
    hours(time(0), time(0))
    closes = queue.hours_now().closes_at
    assert closes is not None
    set_rules(closing_soon=0)
    assert queue.closing_soon() is None
    set_rules(closing_soon=240)
    near = closes - clock.now() < clock.minutes(240)
    assert queue.closing_soon() == (closes if near else None) == queue.door().closes_at


def test_eight_take_the_next_at_once() -> None:
    team = [factories.staff() for _ in range(8)]
    waiting = [factories.visitor(f"question {number}") for number in range(6)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(_try, team))
    assert sorted(filter(None, taken)) == sorted(who.public_id for who in waiting)
    assert taken.count(None) == 2, "and the others are told that nobody waits"


def _try(actor: StaffActor) -> str | None:
    try:
        with unit_of_work():
            return queue.take_next(actor)
    except DomainError:
        return None
    finally:
        db.session.remove()


def test_a_start_loads_the_calendar_of_holidays() -> None:
    """Loaded by the first who asked, the package stopped every chat in the process for half a second."""
    with unit_of_work():
        places.change_settings(Operator(), "Europe/Stockholm", "SE")
    known_days._calendar.cache_clear()
    queue.warm()
    assert known_days._calendar.cache_info().currsize, "asked for today, so the package is there"


def test_when_the_team_ends_is_known_from_soon_before_until_an_hour_after() -> None:
    day = clock.today()
    hours(time(9), time(17))
    closes = datetime.combine(day, time(17), UTC)
    for hour, minute, told in ((15, 0, False), (16, 50, True), (17, 10, True), (18, 10, False)):
        assert queue.ends(datetime.combine(day, time(hour, minute), UTC)) == (closes if told else None), (hour, minute)
