"""The visitors' network is cut, half-open, reset, lossy, stalled, for a second to a minute: nothing lost, soon back."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.chaos.figures import LONG, Figure, rounds
from tests.chaos.gathering import Gathering, report
from tests.chaos.houses import Mortal
from tests.chaos.sentinels import text
from tests.chaos.test_killed import spoken
from tests.chaos.verdict import percentile, read
from tests.chaos.window import Window
from tests.people import Staff
from tests.services import free_port

VISITOR, DESK = "gkgkgkgk", "hmhmhmhm"
# Chromium speaks from here; nobody of the crowd does.
BROWSER = "127.0.0.1"
LONGEST_WALL = 1800 if LONG else 150
SPEAKS_SECONDS = 1.5


class Across:
    """A visitor in Chromium behind the line, and a librarian who writes all the time from this side of it."""

    def __init__(self, url: str, window: Window, staff: Staff) -> None:
        self.window, self.staff = window, staff
        self.talk = window.ask(url, text(VISITOR, 1000))
        self.claim = staff.take(self.talk)
        self.count, self.answered = 0, {}
        self._spoke = 0.0

    def live(self) -> None:
        """One turn of both; called over and over."""
        if time.monotonic() - self._spoke > SPEAKS_SECONDS:
            self._spoke, self.count = time.monotonic(), self.count + 1
            words = text(DESK, self.count * 6)
            self.staff.send(self.talk, self.claim, words)
            self.answered[words] = time.time()
            if self.count % 2:
                self.window.say(text(VISITOR, self.count * 6))
        self.window.page.wait_for_timeout(100)

    def back_seconds(self, notes: list[dict[str, Any]]) -> list[float]:
        """After each cut of this network: how long until a line said during it was on the page."""
        found, began = [], 0.0
        for note in (one for one in notes if one.get("network") == BROWSER):
            if note["what"] == "cut":
                began = note["at"]
            elif missed := [words for words, at in self.answered.items() if began < at < note["at"] - 0.2]:
                shown = [self.window.seen_at[words] for words in missed if words in self.window.seen_at]
                late = [at for at in shown if at > note["at"]]
                found += [min(late) - note["at"]] if late else []
        return found


@pytest.mark.browser
@pytest.mark.needs("chromium")
def test_it_works(
    mortal: Callable[..., Mortal],
    gather: Callable[..., Gathering],
    window: Callable[..., Window],
    dice: random.Random,
    figure: Figure,
) -> None:
    port, wanted = free_port(), rounds(50, 1000)
    url = f"http://{BROWSER}:{port}"
    house = mortal(PUBLIC_URL=url)
    cuts = {"seconds": (1, 60), "also": [BROWSER]}
    crowd = gather(house, 3, chats=rounds(16, 60), pace=(2.0, 6.0), line=port, cuts=cuts)
    crowd.ready()
    across = Across(url, window(url), house.staff("Karin Across"))
    crowd.tell("also")
    until = time.monotonic() + LONGEST_WALL
    while _mended(crowd) < wanted and time.monotonic() < until:
        across.live()
    verdict = crowd.home()
    report(verdict, figure, "cut")
    figure("cut: cuts", verdict.cuts)
    seconds = across.back_seconds(read(crowd.notes))
    figure("cut: in Chromium, cuts that were felt", len(seconds))
    figure("cut: back, in Chromium, p95", percentile(seconds, 0.95), "s")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
    assert verdict.cuts >= wanted
    _home(house, across)


def _mended(crowd: Gathering) -> int:
    return sum(note["what"] == "mended" for note in read(crowd.notes))


def _home(house: Mortal, across: Across) -> None:
    """The line of the browser went with the crowd, so its page is read through the house: what it sent is stored once."""
    truth = [words for _, words in spoken(house, across.talk)]
    own = [words for words in truth if words in across.window.typed]
    assert len(own) == len(set(own))
    assert own == across.window.typed[: len(own)], "in another order"
    missing = [words for words in across.window.typed if words not in own]
    kept = across.window.kept()
    assert all(words in kept for words in missing), "neither stored nor on the page"
    assert not across.window.troubles
