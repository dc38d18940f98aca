"""Two hundred conversations at once, through kills and cuts: nobody ever gets a word that is not theirs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from tests.chaos.figures import Figure, rounds
from tests.chaos.gathering import Gathering, report
from tests.chaos.houses import Mortal
from tests.services import free_port

CHATS, STAFF = 200, 8


def test_it_works(
    mortal: Callable[..., Mortal], gather: Callable[..., Gathering], dice: random.Random, figure: Figure
) -> None:
    port, seconds = free_port(), rounds(20, 900)
    house = mortal(PUBLIC_URL=f"http://127.0.0.1:{port}")
    # Six lines a second from all together; the librarians also read their lists and try one another's doors.
    cuts = {"seconds": (1, 5), "rest": rounds((3, 40), (10, 60))}
    pace = rounds((20.0, 50.0), (10.0, 30.0))
    crowd = gather(house, STAFF, chats=CHATS, arrive=10, pace=pace, line=port, cuts=cuts)
    crowd.ready()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        time.sleep(dice.uniform(2, 6))
        house.kill()
        house.start()
    verdict = crowd.home()
    report(verdict, figure, "sentinels")
    figure("sentinels: conversations", CHATS)
    figure("sentinels: cuts", verdict.cuts)
    assert verdict.broken["foreign"] == 0, str(verdict)
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
