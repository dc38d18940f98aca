"""Who listens to the page hears every message once and in order, and nothing of what they write themselves.

The reader is @guidepup/virtual-screen-reader: it follows the page's live regions as the ARIA standard has it. What people
hear also depends on their own reader and browser; this shows that the page gives them the right thing to say.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import needs
from tests.browser.desk import Librarian
from tests.browser.visitor import Asker
from tests.chaos.figures import Figure
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
MESSAGES = 100
PATIENCE_SECONDS = 60
READER = needs.AXE.parents[1] / "@guidepup" / "virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
START = """async (source) => {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  window.reader = (await import(url)).virtual;
  await window.reader.start({ container: document.body });
}"""


@cache
def _source() -> str:
    return READER.read_text(encoding="utf-8")


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Call it for a fresh window into which a screen reader may be put, past the page's own policy."""
    made = []

    def make() -> Page:
        context = chromium.new_context(locale="en", bypass_csp=True)
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        made.append(context)
        return context.new_page()

    yield make
    for context in made:
        context.close()


class Ear:
    """A reader on a page, and everything it said since it was put there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.wait_for_selector("[data-talk][data-begun]")
        expect(page.locator("[data-line-words]").first).to_have_text("Connected")
        page.wait_for_function("window.Vejviser.connected")
        page.evaluate(START, _source())

    def heard(self) -> list[str]:
        """What live regions said, without what the reader says about where it stands."""
        said: list[str] = self.page.evaluate("window.reader.spokenPhraseLog()")
        return [re.sub(r"^(polite|assertive): ", "", words) for words in said if re.match("polite|assertive", words)]

    def numbers(self) -> list[int]:
        return [int(found[1]) for words in self.heard() for found in re.finditer(r"answer number (\d+)\b", words)]

    def wait_for(self, many: int) -> list[int]:
        until = time.monotonic() + PATIENCE_SECONDS
        while len(found := self.numbers()) < many and time.monotonic() < until:
            self.page.wait_for_timeout(100)
        return found


def test_it_works(server: Server, window: Callable[[], Page], figure: Figure) -> None:
    """A hundred messages, over a socket that is thrown out, a reload, and what the visitor writes in between."""
    staff = server.staff("Karin Hörd")
    asker = Asker(window(), server.url, "a question that is listened to")
    talk, page = asker.talk, asker.page
    claim = staff.take(talk)
    asker.page.locator(".message.system", has_text="is here now").wait_for()
    ear = Ear(page)
    began = time.monotonic()
    for number in range(MESSAGES // 2):
        staff.send(talk, claim, f"answer number {number}")
        if number % 20 == 10:
            page.evaluate("window.Vejviser.socket.io.engine.close()")
        if number % 25 == 5:
            asker.write(f"my own words {number}")
    first = ear.wait_for(MESSAGES // 2)
    page.locator("#text").press_sequentially("half a thought")
    said = ear.heard()
    page.reload()
    ear = Ear(page)
    for number in range(MESSAGES // 2, MESSAGES):
        staff.send(talk, claim, f"answer number {number}")
    second = ear.wait_for(MESSAGES - MESSAGES // 2)
    page.wait_for_timeout(500)
    said += ear.heard()
    figure("messages said aloud once, in order, of 100", len(first + second), "")
    figure("100 messages sent, shown and said in", time.monotonic() - began, "s")
    assert first + ear.numbers() == list(range(MESSAGES))
    assert not [words for words in said if "my own words" in words or "half a thought" in words]
    assert not [words for words in said if "writing" in words]


def test_at_the_desk(server: Server, window: Callable[[], Page]) -> None:
    librarian = Librarian(window(), server.url, server.staff("Karin Lyssnar", online=False))
    visitor = server.visitor()
    visitor.ask("a question for a listening librarian")
    librarian.claim("a question for a listening librarian")
    ear = Ear(librarian.page)
    for number in range(20):
        visitor.send(f"answer number {number}")
    librarian.page.fill("#text", "my own words")
    librarian.page.press("#text", "Enter")
    ear.wait_for(20)
    librarian.page.wait_for_timeout(500)
    assert ear.numbers() == list(range(20))
    assert not [words for words in ear.heard() if "my own words" in words]


def test_a_lost_line_is_said_once_and_its_return_once(server: Server, window: Callable[[], Page]) -> None:
    server.staff("Karin Linje")
    asker = Asker(window(), server.url, "a question over a listened line")
    ear = Ear(asker.page)
    asker.page.context.set_offline(True)
    expect(asker.page.locator("[data-line-words]")).to_have_text("No connection: what you write is kept")
    asker.page.wait_for_timeout(3000)
    asker.page.context.set_offline(False)
    expect(asker.page.locator("[data-line-words]")).to_have_text("Connected")
    asker.page.wait_for_timeout(500)
    line = [words for words in ear.heard() if "onnect" in words]
    assert line == ["No connection: what you write is kept", "Connected"]
