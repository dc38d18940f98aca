"""Claim: one conditional update, one winner, and a number every later write must carry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import db
from app.core.errors import Conflict, DomainError, NotFound
from app.core.unit import unit_of_work
from app.domain.chat import desk, queries
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import CardKind, Status
from tests import factories

pytestmark = pytest.mark.usefixtures("database")


def test_it_works() -> None:
    factories.noise()
    me, who = factories.staff("Karin Holm"), factories.visitor()
    with unit_of_work():
        number = desk.claim(me, who.public_id)
    assert number == 1
    view = queries.visitor_view(who)
    assert (view.status, view.staff_name) == (Status.ACTIVE, "Karin")
    assert [row.public_id for row in queries.mine(me.id)] == [who.public_id]
    assert who.public_id not in [row.public_id for row in queries.queue()]


def test_the_loser_is_told_who_won() -> None:
    winner, loser = factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, _ = factories.claimed(winner)
    with pytest.raises(Conflict) as refusal, unit_of_work():
        desk.claim(loser, who.public_id)
    assert (refusal.value.code, refusal.value.data["name"]) == ("claimed_by_other", "Karin Holm")


def test_claiming_ones_own_again_changes_nothing() -> None:
    me = factories.staff()
    who, number = factories.claimed(me)
    with unit_of_work():
        assert desk.claim(me, who.public_id) == number


def test_an_unknown_conversation_is_not_found() -> None:
    me = factories.staff()
    with pytest.raises(NotFound), unit_of_work():
        desk.claim(me, "nothing")


def test_eight_at_once_make_one_winner() -> None:
    team = [factories.staff(f"Kollega {place}") for place in range(8)]
    for _ in range(10):
        who = factories.visitor()
        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(_try, team, [who.public_id] * len(team)))
        winners = [name for won, name in outcomes if won]
        assert len(winners) == 1
        assert {name for won, name in outcomes if not won} == {winners[0]}


def _try(actor: StaffActor, public_id: str) -> tuple[bool, object]:
    try:
        with unit_of_work():
            desk.claim(actor, public_id)
        return True, actor.name
    except DomainError as error:
        return False, error.data.get("name")
    finally:
        db.session.remove()


@pytest.mark.parametrize("verb", ["post", "note", "send_card", "give_back", "promise", "close", "held"])
def test_a_stale_claim_cannot_write(verb: str) -> None:
    """The woken machine: its conversation went back and to somebody else meanwhile."""
    slept, awake = factories.staff("Karin Holm"), factories.staff("Per Lund")
    who, number = factories.claimed(slept)
    with unit_of_work():
        desk.give_back(slept, who.public_id, number)
    with unit_of_work():
        desk.claim(awake, who.public_id)
    card = (CardKind.GUIDE, "eid-locked-se", 1, "k")
    extra = {"post": ("hej", "k"), "note": ("hej", "k"), "close": ("answered",), "send_card": card}
    with pytest.raises(Conflict) as refusal, unit_of_work():
        getattr(desk, verb)(slept, who.public_id, number, *extra.get(verb, ()))
    assert (refusal.value.code, refusal.value.data["name"]) == ("claim_moved", "Per Lund")


def test_given_back_keeps_its_place() -> None:
    me = factories.staff()
    first, number = factories.claimed(me)
    factories.visitor("later")
    with unit_of_work():
        desk.give_back(me, first.public_id, number)
    assert queries.visitor_view(first).place == 1
