"""A conversation on a small phone: one screen holds who is there, the last words, and the box to write in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Librarian
from tests.browser.visitor import Asker
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
SMALL = {"width": 375, "height": 667}


def talking(server: Server, person: Callable[..., Page], name: str, lang: str) -> tuple[Page, Librarian]:
    librarian = Librarian(person("en"), server.url, server.staff(name, online=False))
    page = person(lang, SMALL, has_touch=True)
    Asker(page, server.url, f"small words of {name}", lang)
    librarian.claim(f"small words of {name}")
    for number in range(4):
        librarian.say(f"answer {number}")
    expect(page.locator(".message.theirs", has_text="answer 3")).to_be_visible()
    return page, librarian


def in_sight(last: Locator) -> bool:
    """Its lower edge stands above the log's, and above the window's."""
    return bool(
        last.evaluate("""row => { const bottom = row.getBoundingClientRect().bottom;
        return bottom <= row.closest("[data-log]").getBoundingClientRect().bottom + 1 && bottom <= innerHeight; }""")
    )


@pytest.mark.parametrize("lang", ["fi", "uk", "ar"])
def test_it_works(server: Server, person: Callable[..., Page], lang: str) -> None:
    page, _librarian = talking(server, person, f"Pia Phone {lang}", lang)
    page.evaluate("scrollTo(0, 0)")
    assert page.locator(".composer .button").evaluate("button => button.getBoundingClientRect().bottom <= innerHeight")
    assert in_sight(page.locator(".message.theirs").last)
    page.click("form[action$='/chat/close'] button")
    page.locator(".rating").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
        "long words too have room among the answers"
    )


def test_the_last_words_stay_when_something_takes_the_logs_height(server: Server, person: Callable[..., Page]) -> None:
    page, librarian = talking(server, person, "Rita Rum", "en")
    page.set_viewport_size({"width": 375, "height": 560})  # a keyboard, or the bar with the address
    expect(page.locator("html")).to_have_attribute("style", re.compile("--in-sight: 560px"))
    expect(page.locator(".new-below")).to_be_hidden()
    last, desk = page.locator(".message.theirs").last, librarian.page
    page.wait_for_function(
        "row => row.getBoundingClientRect().bottom <= row.closest('[data-log]').getBoundingClientRect().bottom + 1",
        arg=last.element_handle(),
    )
    desk.set_viewport_size({"width": 1280, "height": 560})
    row = desk.locator(".message.mine").last.element_handle()
    desk.wait_for_function(
        "row => row.getBoundingClientRect().bottom <= row.closest('[data-log]').getBoundingClientRect().bottom + 1",
        arg=row,
    )
