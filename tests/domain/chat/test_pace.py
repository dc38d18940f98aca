"""The pace: levels of alert, the rush, and whose shift ends soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import clock
from app.core.errors import Forbidden
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.chat import pace, queue, rules
from app.domain.chat.wait import UNKNOWN, Wait
from tests import factories
from tests.domain.rota.house import at, colleague, shift, team

USUAL = rules.DEFAULTS.alerts


@pytest.mark.parametrize(
    ("seconds", "alerts", "level"),
    [(0, USUAL, 0), (19.9, USUAL, 0), (20, USUAL, 1), (59, USUAL, 2), (60, USUAL, 3), (9000, USUAL, 4),
     (9000, (0, 0, 0, 0), 0), (50, (20, 0, 60, 0), 1), (100, (20, 40, 60, 0), 3), (50, (40, 20, 0, 0), 2)],
)  # fmt: skip
def test_it_works(seconds: float, alerts: tuple[int, ...], level: int) -> None:
    assert pace.level(seconds, alerts) == level, "the highest whose time has come; 0 never comes"


def test_a_rush_by_the_wait_and_by_hand(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pace.swamped(Wait(8, 10)) and not pace.swamped(Wait(4, 9)) and not pace.swamped(UNKNOWN)
    factories.staff()
    assert not queue.door().swamped
    with unit_of_work():
        pace.say_swamped(Operator(), True)
    assert pace.swamped(UNKNOWN) and queue.door().swamped, "before the numbers show it"
    said = pace.swamped_until()
    assert said is not None
    monkeypatch.setattr(clock, "now", lambda: said)
    assert pace.swamped_until() is None and not pace.swamped(UNKNOWN), "half an hour, and it is over by itself"
    monkeypatch.undo()
    with unit_of_work():
        pace.say_swamped(Operator(), False)
    assert pace.swamped_until() is None and rules.now() == rules.DEFAULTS


def test_only_a_coordinator_says_so(database: Path) -> None:
    karin = colleague("Karin")
    with pytest.raises(Forbidden), unit_of_work():
        pace.say_swamped(karin, True)
    assert pace.swamped_until() is None


def test_whose_shift_ends_soon(sqlite_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-11-30T06:00")
    team()
    karin, per, olle = colleague("Karin"), colleague("Per"), colleague("Olle")
    shift(karin, hours="08:00-16:00")
    shift(per, hours="08:00-16:00")
    shift(per, hours="16:00-20:00")
    at(monkeypatch, "2026-11-30T14:40")  # twenty to four, by the team's clock
    assert pace.shift_ends(karin.id) is None, "not yet"
    at(monkeypatch, "2026-11-30T14:46")
    ends = pace.shift_ends(karin.id)
    assert ends is not None and f"{ends:%H:%M}" in ("15:00", "16:00")
    assert pace.shift_ends(per.id) is None, "who stays for the next shift"
    assert pace.shift_ends(olle.id) is None, "who is in no shift"
    at(monkeypatch, "2026-11-30T15:30")
    assert pace.shift_ends(karin.id) == ends, "she stays on: what she leaves behind"
    at(monkeypatch, "2026-11-30T16:00")
    assert pace.shift_ends(karin.id) is None, "long over"
