"""One day goes to somebody else: asked, accepted, refused, withdrawn, given; never to two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.core import db
from app.core.errors import Conflict, DomainError, Forbidden, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.places import queries as places
from app.domain.rota import queries, services, swaps
from app.domain.rota.models import Shift, ShiftSwap
from app.domain.rota.terms import SwapState
from tests.domain.rota.house import BY, MONDAY, at, colleague, day, shift, team

TODAY = MONDAY.isoformat()


@pytest.fixture(autouse=True)
def monday(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-30T06:00")
    team()


def who_has(one: Shift, on: str = TODAY) -> str | None:
    found = queries.turn(one.public_id, datetime.fromisoformat(on).date()).holder
    return found.name if found else None


def ask(by: StaffMember, one: Shift, to: StaffMember | None = None, on: str = TODAY) -> str:
    with unit_of_work():
        return swaps.ask(by, one.public_id, on, to.public_id if to else "", "Dentist 010190-1234").public_id


def test_it_works() -> None:
    karin, per, ida = colleague("Karin"), colleague("Per"), colleague("Ida")
    one = shift(karin)
    wish = ask(karin, one, per)
    (asked,) = queries.asks_to(per)
    assert asked.swap.public_id == wish and "1234" not in asked.swap.note
    assert not queries.asks_to(ida) and len(queries.asks_of(karin)) == 1
    with unit_of_work():
        swaps.accept(per, wish)
    assert who_has(one) == "Per" and who_has(one, day(7).isoformat()) == "Karin"
    assert not queries.asks_to(per) and not queries.asks_of(karin)
    noon = datetime(2026, 11, 30, 11, tzinfo=UTC)
    assert [person.name for person in queries.working_at(noon)] == ["Per"]


def test_asked_personally_they_may_refuse_and_others_do_not_see_it() -> None:
    karin, per, ida = colleague("Karin"), colleague("Per"), colleague("Ida")
    one = shift(karin)
    wish = ask(karin, one, per)
    with pytest.raises(NotFound), unit_of_work():
        swaps.accept(ida, wish)
    with unit_of_work():
        swaps.refuse(per, wish)
    with pytest.raises(Conflict, match="swap_over"), unit_of_work():
        swaps.accept(per, wish)
    assert who_has(one) == "Karin"


def test_asked_anew_or_withdrawn_the_first_is_over() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    one = shift(karin)
    first, second = ask(karin, one, per), ask(karin, one)
    with pytest.raises(Conflict, match="swap_over"), unit_of_work():
        swaps.accept(per, first)
    with unit_of_work():
        swaps.withdraw(karin, second)
    with pytest.raises(Conflict, match="swap_over"), unit_of_work():
        swaps.accept(per, second)


def test_who_took_it_over_may_ask_on_and_the_first_has_nothing_to_ask() -> None:
    karin, per, ida = colleague("Karin"), colleague("Per"), colleague("Ida")
    one = shift(karin)
    for by, to in ((karin, per), (per, ida)):
        wish = ask(by, one, to)
        with unit_of_work():
            swaps.accept(to, wish)
    assert who_has(one) == "Ida"
    with pytest.raises(Forbidden, match="shift_not_yours"):
        ask(karin, one)


def test_who_cannot_come_leaves_it_open_and_can_come_after_all() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    one = shift(karin)
    ask(karin, one)
    with unit_of_work():
        ill = swaps.cannot_come(karin, one.public_id, TODAY, "Flu").public_id
    assert who_has(one) is None and not queries.asks_to(per)
    assert not places.coming_days()[0].spans
    assert [(turn.day, turn.missing) for turn in queries.nobody_has()] == [(MONDAY, True)]
    with unit_of_work():
        swaps.take_back(karin, ill)
    assert who_has(one) == "Karin"
    with unit_of_work():
        ill = swaps.cannot_come(karin, one.public_id, TODAY, "Flu").public_id
        swaps.take(per, one.public_id, TODAY)
    with pytest.raises(Conflict, match="swap_over"), unit_of_work():
        swaps.take_back(karin, ill)
    assert who_has(one) == "Per" and places.coming_days()[0].spans


def test_a_coordinator_gives_takes_off_and_undoes() -> None:
    eva, karin, per = colleague("Eva", Role.COORDINATOR), colleague("Karin"), colleague("Per")
    one = shift(karin)
    with pytest.raises(Forbidden), unit_of_work():
        swaps.give(per, one.public_id, TODAY, per.public_id)
    with unit_of_work():
        swaps.give(eva, one.public_id, TODAY, per.public_id)
    with unit_of_work():
        off = swaps.give(eva, one.public_id, TODAY, "").public_id
    assert who_has(one) is None
    with unit_of_work():
        swaps.take_back(eva, off)
    assert who_has(one) == "Per"
    call = shift(karin, hours="20:00-22:00", kind="on_call")
    with pytest.raises(Forbidden, match="on_call_voluntary"), unit_of_work():
        swaps.give(eva, call.public_id, TODAY, per.public_id)


def test_a_day_that_is_over_is_not_swapped(monkeypatch: pytest.MonkeyPatch) -> None:
    karin = colleague("Karin")
    one = shift(karin)
    at(monkeypatch, "2026-11-30T14:59")
    ask(karin, one)
    at(monkeypatch, "2026-11-30T15:00")
    for verb in (swaps.ask, swaps.cannot_come):
        more = ("", "") if verb is swaps.ask else ("",)
        with pytest.raises(Conflict, match="shift_past"), unit_of_work():
            verb(karin, one.public_id, TODAY, *more)
    with pytest.raises(NotFound), unit_of_work():
        swaps.cannot_come(karin, one.public_id, day(1).isoformat(), "")


def test_a_line_to_colleagues_is_forgotten_two_weeks_later(monkeypatch: pytest.MonkeyPatch) -> None:
    karin = colleague("Karin")
    one = shift(karin)
    with unit_of_work():
        swaps.cannot_come(karin, one.public_id, TODAY, "Flu")
    at(monkeypatch, "2026-12-14T20:00")
    assert swaps.forget_notes() == 0
    at(monkeypatch, "2026-12-15T06:00")
    assert swaps.forget_notes() == 1 and swaps.forget_notes() == 0
    assert who_has(one) is None


def test_nobody_takes_what_they_cannot_be_at() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    one = shift(karin)
    shift(per, hours="15:00-17:00")
    wish = ask(karin, one)
    with pytest.raises(Conflict, match="shift_twice"), unit_of_work():
        swaps.accept(per, wish)


def test_what_was_agreed_goes_along_when_the_shift_changes() -> None:
    karin, per = colleague("Karin"), colleague("Per")
    one = shift(karin)
    later = day(7).isoformat()
    wish = ask(karin, one, per, later)
    with unit_of_work():
        swaps.accept(per, wish)
    given = {"first_day": day(7).isoformat(), "repeat": "1", "starts": "09:00", "ends": "15:00"}
    with unit_of_work():
        done = services.change(BY, one.public_id, given, karin.public_id)
    assert done.dropped == 0 and who_has(done.new, later) == "Per"
    assert who_has(done.new, day(14).isoformat()) == "Karin"


def test_eight_at_once_and_one_has_it() -> None:
    team_of_eight = [colleague(f"Kollega {number}") for number in range(8)]
    karin = colleague("Karin")
    one = shift(karin)
    for week in range(4):
        on = day(7 * week).isoformat()
        wish = ask(karin, one, on=on)
        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(_accept, [person.public_id for person in team_of_eight], [wish] * 8))
        assert sum(outcomes) == 1
    db.session.rollback()  # what this thread read before is an older picture
    agreed = select(func.count()).where(ShiftSwap.state == SwapState.AGREED)
    assert db.session.execute(agreed.group_by(ShiftSwap.day)).scalars().all() == [1] * 4


def _accept(person: str, wish: str) -> bool:
    try:
        with unit_of_work():
            swaps.accept(queries.colleague(person), wish)
        return True
    except DomainError:
        return False
    finally:
        db.session.remove()


def test_the_database_itself_keeps_two_apart() -> None:
    karin = colleague("Karin")
    one = shift(karin)
    with pytest.raises(Conflict, match="saved_meanwhile"), unit_of_work() as unit:
        for _ in range(2):
            unit.session.add(ShiftSwap(shift_id=one.id, day=MONDAY, state=SwapState.AGREED))
