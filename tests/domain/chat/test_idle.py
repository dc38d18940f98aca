"""Silence: asked once, closed kindly, and never while the visitor waits for us."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import update

from app.core import clock, db
from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.chat import desk, idle, presence, queries, rules, services
from app.domain.chat.models import Conversation
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Activity, Status
from app.domain.insights.services import Closing, close_conversation
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
MOMENTS = ("visitor_at", "staff_at", "still_asked_at")


def pass_time(who: Visitor, minutes: float) -> None:
    """Everything in this conversation happened so much earlier."""
    with unit_of_work() as unit:
        row = unit.session.get_one(Conversation, who.conversation_id)
        was: dict[str, datetime | None] = {name: getattr(row, name) for name in MOMENTS}
        earlier = {name: moment - clock.minutes(minutes) for name, moment in was.items() if moment}
        unit.session.execute(update(Conversation).where(Conversation.id == who.conversation_id).values(**earlier))


def answered(text: str = "Hej!") -> tuple[Visitor, int, object]:
    me = factories.staff("Karin Holm")
    who, number = factories.claimed(me)
    with unit_of_work():
        desk.post(me, who.public_id, number, text, "s-1")
    return who, number, me


def said(who: Visitor) -> list[str | None]:
    return [line.activity for line in queries.messages_after(who, queries.conversation_for(who, who.public_id))]


def test_it_works() -> None:
    who, number, me = answered()
    noise, *_ = answered()
    assert idle.run() == 0
    pass_time(who, 5)
    assert [idle.run(), idle.run()] == [1, 0], "asked once"
    assert queries.visitor_view(who).still_asked and said(who)[-1] == Activity.STILL_THERE
    assert queries.mine(me.id)[0].still_asked  # type: ignore[attr-defined]
    pass_time(who, 7)
    assert [idle.run(), idle.run()] == [1, 0]
    view = queries.visitor_view(who)
    assert (view.status, view.closed_by, said(who)[-1]) == (Status.CLOSED, "idle", Activity.IDLE_CLOSED)
    assert queries.visitor_view(noise).status is Status.ACTIVE
    assert [row.public_id for row in queries.mine(me.id)] == [who.public_id], "still to be registered"  # type: ignore[attr-defined]
    with unit_of_work():
        close_conversation(me, who.public_id, number, Closing("answered", effort="2"))  # type: ignore[arg-type]
    assert queries.mine(me.id) == []  # type: ignore[attr-defined]


def test_never_while_the_visitor_waits_for_us() -> None:
    who, *_ = answered()
    with unit_of_work():
        services.post(who, "Vad menar du?", "v-1")
    unanswered, _number = factories.claimed(factories.staff())
    waiting = factories.visitor()
    for one in (who, unanswered, waiting):
        pass_time(one, 60)
    assert idle.run() == 0


@pytest.mark.parametrize("answer", ["word", "here", "librarian"])
def test_an_answer_begins_anew(answer: str) -> None:
    who, number, me = answered()
    pass_time(who, 5)
    assert idle.run() == 1
    with unit_of_work():
        if answer == "word":
            services.post(who, "Ja", "v-1")
        elif answer == "here":
            idle.here(who)
        else:
            desk.post(me, who.public_id, number, "Jag väntar gärna", "s-2")  # type: ignore[arg-type]
    assert not queries.visitor_view(who).still_asked
    pass_time(who, 3)
    assert idle.run() == 0
    pass_time(who, 3)
    assert idle.run() == (0 if answer == "word" else 1)
    assert queries.visitor_view(who).status is Status.ACTIVE


def test_saying_here_twice_is_saying_it_once() -> None:
    who, *_ = answered()
    pass_time(who, 5)
    idle.run()
    for _ in range(2):
        with unit_of_work():
            idle.here(who)
    assert said(who).count(Activity.STILL_HERE) == 1


def test_back_in_the_queue_nobody_is_asked() -> None:
    """They wait for us again; and whoever takes them next gives them their time anew."""
    who, number, me = answered()
    pass_time(who, 5)
    idle.run()
    with unit_of_work():
        desk.give_back(me, who.public_id, number)  # type: ignore[arg-type]
    pass_time(who, 60)
    assert idle.run() == 0 and not queries.visitor_view(who).still_asked
    with unit_of_work():
        desk.claim(me, who.public_id)  # type: ignore[arg-type]
    assert idle.run() == 0
    pass_time(who, 5)
    assert idle.run() == 1


def test_the_team_can_turn_it_off() -> None:
    who, *_ = answered()
    pass_time(who, 600)
    with unit_of_work():
        rules.change(Operator(), {**as_form(), "still_there": "0"})
    assert idle.run() == 0
    with unit_of_work():
        rules.change(Operator(), {**as_form(), "close_idle": "0"})
    assert idle.run() == 1
    pass_time(who, 600)
    assert idle.run() == 0 and queries.visitor_view(who).status is Status.ACTIVE


def as_form() -> dict[str, str]:
    return {name: str(value) for name, value in vars(rules.DEFAULTS).items()}


def test_asleep_and_idle_at_once_is_given_back_not_closed() -> None:
    who, _number, me = answered()
    pass_time(who, 5)
    idle.run()
    with unit_of_work():
        presence.give_back(me.id)  # type: ignore[attr-defined]
    pass_time(who, 60)
    assert idle.run() == 0 and queries.visitor_view(who).status is Status.QUEUED


def test_a_word_and_the_job_at_the_same_moment() -> None:
    """Whoever's words were stored is not closed over them; two processes ask and close once."""
    waiting = [answered()[0] for _ in range(6)]
    for who in waiting:
        pass_time(who, 5)
    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(lambda _: run_alone(), range(2))) == 6
    for who in waiting:
        pass_time(who, 7)
    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(run_alone) for _ in range(2)]
        stored = list(pool.map(try_to_write, waiting))
    closed = [queries.visitor_view(who).status is Status.CLOSED for who in waiting]
    assert closed == [not kept for kept in stored] and sum(job.result() for job in jobs) == sum(closed)
    assert all(said(who).count(Activity.STILL_THERE) == 1 for who in waiting)


def run_alone() -> int:
    try:
        return idle.run()
    finally:
        db.session.remove()


def try_to_write(who: Visitor) -> bool:
    try:
        with unit_of_work():
            services.post(who, "Här är jag", "v-9")
        return True
    except Conflict:
        return False
    finally:
        db.session.remove()
