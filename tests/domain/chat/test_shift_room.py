"""The room of the shift: said once, masked, in order, gone after a week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.core import clock
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat import shift_room
from app.domain.chat.events import SaidInRoom
from app.domain.chat.models import ShiftLine
from app.domain.chat.permissions import StaffActor
from tests import factories
from tests.domain.chat.hearing import hearing

pytestmark = pytest.mark.usefixtures("database")


def say(actor: StaffActor, text: str, key: str) -> int:
    with unit_of_work():
        return shift_room.say(actor, text, key)


def test_it_works() -> None:
    karin, olle = factories.staff("Karin Holm"), factories.staff("Olle Ek")
    with hearing() as heard:
        assert say(karin, "The printer in Skellefteå is broken", "k1") == say(karin, "sent again", "k1")
        say(olle, "She had 19811228-9874 on the form", "k1")
    said = shift_room.lines()
    assert [(one.who, one.masked) for one in said] == [("Karin Holm", 0), ("Olle Ek", 1)]
    assert said[0].text == "The printer in Skellefteå is broken" and "9874" not in said[1].text
    assert heard == [SaidInRoom(), SaidInRoom()]
    assert [one.who for one in shift_room.lines(1)] == ["Olle Ek"]


@pytest.mark.parametrize(("text", "key", "code"), [(" ", "k", "message_empty"), ("x", "", "key_missing")])
def test_what_is_refused(text: str, key: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        say(factories.staff(), text, key)


def test_gone_after_a_week() -> None:
    karin = factories.staff("Karin Holm")
    for number in range(3):
        say(karin, f"line {number}", f"k{number}")
    with unit_of_work() as unit:
        old = clock.now() - timedelta(days=shift_room.KEPT_DAYS, minutes=1)
        unit.session.execute(update(ShiftLine).where(ShiftLine.client_key != "k2").values(created_at=old))
    assert (shift_room.forget(), shift_room.forget()) == (2, 0)
    assert [one.text for one in shift_room.lines()] == ["line 2"]
