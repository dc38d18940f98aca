"""The main road, as people walk it: search, guide, actor, librarian, transcript, a clean screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.browser.desk import Librarian
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


@dataclass(frozen=True)
class Road:
    """Who walks: their language, screen, whether scripts run, what they type, what the card is called for them."""

    lang: str
    size: dict[str, int]
    scripts: bool
    search: str
    question: str
    direction: str = "ltr"


ROADS = [
    Road("sv", PHONE, True, "mitt BankID är spärrat", "Jag kommer inte in med BankID"),
    Road("ar", DESKTOP, True, "هاتف جديد والهوية الإلكترونية لا تعمل", "هويتي لا تفتح منذ الصباح", "rtl"),
    Road("da", DESKTOP, False, "mit MitID er spærret", "Jeg kan ikke komme ind med MitID"),
]


class Walker:
    """A visitor's window, with or without scripts."""

    def __init__(self, page: Page, road: Road, url: str) -> None:
        self.page, self.road, self.url = page, road, url

    def find(self) -> None:
        """Front page, search in one's own words, the guide, an actor of it."""
        page = self.page
        page.goto(self.url + "/")
        assert page.url == f"{self.url}/{self.road.lang}/"
        expect(page.locator("html")).to_have_attribute("dir", self.road.direction)
        page.fill("main input[name=q]", self.road.search)
        page.locator("main form[role=search] button").first.click()
        page.wait_for_url("**/search?*")
        page.locator("#results a[href*='/guide/']").first.click()
        page.wait_for_url("**/guide/*")
        assert page.locator(".step").count() >= 3
        page.locator("main a[href*='/actor/']").first.click()
        page.wait_for_url("**/actor/*")
        page.go_back()

    def ask(self) -> None:
        """Hands over to a person; what was read comes along."""
        page = self.page
        page.locator("#ask a.button").click()
        page.fill("textarea[name=text]", self.road.question)
        page.fill("input[name=first_name]", "Amina")
        expect(page.locator("input[name=bring_page]")).to_be_checked()
        page.locator("main .form-actions button").click()
        page.wait_for_url("**/chat*")

    def say(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.click(".composer .button.main")
        if self.road.scripts:
            expect(self.page.locator(".message.mine[data-seq]", has_text=text)).to_have_count(1)

    def hears(self, text: str) -> None:
        expect(self.log().locator(".message.theirs", has_text=text)).to_have_count(1)

    def log(self) -> Page | FrameLocator:
        """The log on the page; without scripts, the frame that refreshes itself."""
        return self.page if self.road.scripts else self.page.frame_locator("iframe.chat-frame")

    def card(self) -> str:
        card = self.log().locator(".message.theirs .card-title")
        expect(card).to_have_count(1)
        return card.inner_text()

    def leave(self) -> None:
        self.page.goto(f"{self.url}/{self.road.lang}/chat")
        self.page.locator("form[action$='/leave'] button").first.click()
        self.page.wait_for_url("**/chat/cleared*")
        self.page.goto(f"{self.url}/{self.road.lang}/chat")
        assert "/chat/code" in self.page.url


@pytest.mark.parametrize("road", ROADS, ids=[f"{road.lang}-{'js' if road.scripts else 'nojs'}" for road in ROADS])
def test_it_works(road: Road, server: Server, person: Callable[..., Page]) -> None:
    librarian = Librarian(person("en"), server.url, server.staff(f"Karin {road.lang}", online=False))
    walker = Walker(person(road.lang, road.size, road.scripts), road, server.url)
    walker.find()
    walker.ask()
    librarian.claim(road.question)
    for number in range(3):
        librarian.say(f"answer {number}")
        walker.hears(f"answer {number}")
        walker.say(f"question {number}")
        librarian.hears(f"question {number}")
    librarian.note("only colleagues read this")
    theirs = librarian.send_card("electronic ID blocked wrong code")
    mine = walker.card()
    assert mine != theirs, "each side reads the card in their own language"
    shoot(walker.page, f"journey-{road.lang}-chat")
    shoot(librarian.page, f"journey-{road.lang}-desk")
    librarian.close()
    _keep_and_leave(walker)


def _keep_and_leave(walker: Walker) -> None:
    page = walker.page
    if not walker.road.scripts:  # with scripts the page notices the close by itself
        page.goto(f"{walker.url}/{walker.road.lang}/chat")
    expect(page.locator(".rating")).to_be_visible()
    page.locator(".rating input[value='5']").check(force=True)
    page.locator("form[action$='/rate'] button").click()
    page.goto(f"{walker.url}/{walker.road.lang}/chat/transcript")
    words = page.locator("main").inner_text()
    assert all(f"answer {number}" in words and f"question {number}" in words for number in range(3))
    assert "only colleagues read this" not in words
    shoot(page, f"journey-{walker.road.lang}-transcript")
    walker.leave()
    shoot(page, f"journey-{walker.road.lang}-code")
