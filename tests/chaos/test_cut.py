"""The visitors' network is cut, half-open, reset, lossy, stalled, for a second to a minute: nothing lost, soon back."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
import requests

from tests.chaos.figures import LONG, Figure, rounds
from tests.chaos.gathering import Gathering, report, report_back
from tests.chaos.houses import Mortal
from tests.chaos.sentinels import text
from tests.chaos.test_killed import spoken
from tests.chaos.verdict import back_after, cuts_of, percentile, read
from tests.chaos.window import Window
from tests.people import Staff
from tests.server import Server
from tests.services import free_port

VISITOR, DESK = "gkgkgkgk", "hmhmhmhm"
# Chromium speaks from here; nobody of the crowd does.
BROWSER = "127.0.0.1"
WINDOWS = 3
LONGEST_WALL = 1800 if LONG else 150
SPEAKS_SECONDS = 1.5


# Every request that this names takes eight seconds on its way, and one that is given up before never arrives.
SLOWLY = """(which) => { const real = window.fetch; window.fetch = (url, options) => new Promise((done, fail) => {
  options.signal.addEventListener("abort", () => fail(new DOMException("given up", "AbortError")));
  const slow = which === "all" || options.method === which;
  setTimeout(() => { if (!options.signal.aborted) real(url, options).then(done, fail); }, slow ? 8000 : 0);
}); }"""


class Across:
    """A visitor in Chromium behind the line, and a librarian who writes all the time from this side of it."""

    def __init__(self, url: str, window: Window, staff: Staff) -> None:
        self.window, self.staff = window, staff
        self.talk = window.ask(url, text(VISITOR, 1000))
        self.claim = staff.take(self.talk)
        self.count = 0
        self.answered: dict[str, float] = {}
        self._spoke = 0.0

    def live(self) -> None:
        """One turn of both; called over and over."""
        if time.monotonic() - self._spoke > SPEAKS_SECONDS:
            self._spoke, self.count = time.monotonic(), self.count + 1
            words = text(DESK, self.count * 6)
            # A house that says "busy" has not taken it, and nothing was missed.
            with suppress(requests.RequestException):
                self.staff.send(self.talk, self.claim, words)
                self.answered[words] = time.time()
            if self.count % 2:
                self.window.say(text(VISITOR, self.count * 6))
        self.window.page.wait_for_timeout(50)

    def seen(self) -> list[tuple[float, float]]:
        """When each of the librarian's lines was stored, and when it was on the page."""
        return [(at, self.window.seen_at.get(words, 0.0)) for words, at in self.answered.items()]


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
    cuts = {"seconds": (1, 60), "also": {BROWSER: rounds((1, 12), (1, 60))}}
    crowd = gather(house, 3, chats=rounds(16, 60), pace=(2.0, 6.0), line=port, cuts=cuts)
    crowd.ready()
    staff = house.staff("Karin Across")
    across = [Across(url, window(url), staff) for _ in range(WINDOWS)]
    crowd.tell("also")
    until = time.monotonic() + LONGEST_WALL
    while _mended(crowd) < wanted and time.monotonic() < until:
        for one in across:
            one.live()
    verdict = crowd.home()
    report(verdict, figure, "cut")
    figure("cut: cuts", verdict.cuts)
    # How much of all this is the machine.
    figure("cut: acknowledged after, librarians, never cut, p95", percentile(_on_whole_lines(crowd), 0.95), "s")
    browser = cuts_of(read(crowd.notes))[BROWSER]
    report_back([found for one in across for found in back_after(browser, one.seen())], figure, "cut: in Chromium")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
    assert verdict.cuts >= wanted
    for one in across:
        _home(house, one)


@pytest.mark.browser
@pytest.mark.needs("chromium")
def test_a_line_that_is_only_slow_gets_through(server: Server, window: Callable[..., Window]) -> None:
    """What seems dead and is slow: a request is repeated, but the first is waited for."""
    server.staff("Karin Slow")
    slow = {which: window(server.url) for which in ("POST", "all")}
    talks = {which: page.ask(server.url, text(VISITOR, 1000)) for which, page in slow.items()}
    for which, page in slow.items():
        page.page.evaluate(SLOWLY, which)
        page.say(text(VISITOR, 6))
    for which, page in slow.items():
        assert page.until(lambda page=page: page.rows()[-1][1] == text(VISITOR, 6)), which  # type: ignore[misc]
        assert [words for _, words in spoken(server, talks[which])] == [text(VISITOR, 1000), text(VISITOR, 6)]


def _on_whole_lines(crowd: Gathering) -> list[float]:
    """How long each line of a librarian took: what is cut is the visitors' network."""
    notes = [note for note in read(crowd.notes) if note.get("who", "").startswith("staff")]
    said = {note["key"]: note["at"] for note in notes if note["what"] == "said"}
    return [note["at"] - said[note["key"]] for note in notes if note["what"] == "acked"]


def _mended(crowd: Gathering) -> int:
    # Counted as bytes: the notes of an hour are long, and this is asked all the time.
    return crowd.notes.read_bytes().count(b'{"what": "mended"')


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
