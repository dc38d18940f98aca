"""The harness can fail: on a house with one promise broken it says so within seconds, and on a whole one it says nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.chaos.gathering import Gathering
from tests.chaos.houses import Mortal
from tests.chaos.promises import SPOILS
from tests.chaos.verdict import Verdict
from tests.services import free_port

# What each broken promise must at least be found out as.
FOUND_OUT = {
    "unique_key": {"doubled"},
    "seq": {"disordered", "gap"},
    "early_ack": {"lost", "disordered"},
    "pull": {"gap"},
    "foreign": {"foreign"},
}


def test_it_works(mortal: Callable[..., Mortal], gather: Callable[..., Gathering]) -> None:
    house = mortal("tests.chaos.spoiled")
    staff = [house.staff(f"Spoiled {number}") for number in range(2)]

    def play(how: str) -> Verdict:
        house.kill()
        house.start(how=how)
        cuts = {"seconds": (1, 2), "rest": (0.2, 0.8), "ways": ["lossy"]}
        # A house that gives nothing new away would keep everybody waiting for it.
        settle = 6 if how in ("pull", "seq", "foreign") else 60
        crowd = gather(house, staff, chats=6, arrive=0.2, pace=(0.1, 0.4), line=free_port(), cuts=cuts, settle=settle)
        crowd.ready()
        for _ in range(2):
            time.sleep(1.5)
            house.kill()
            house.start(how=how)
        return crowd.home()

    whole = play("")
    assert whole.kept, str(whole)
    assert whole.acknowledged > 30
    for how in SPOILS:
        verdict = play(how)
        print(f"{how}: {verdict}")
        assert verdict.broken.keys() & FOUND_OUT[how], f"{how} was not found out: {verdict}"
