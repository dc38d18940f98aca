"""Without scripts: the log in its frame follows the conversation, and never moves the page around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    page = person("ar", PHONE, scripts=False)
    server.staff("Karin Här")  # with nobody there it becomes a left message, which begins with its code
    page.goto(f"{server.url}/ar/ask")
    page.fill("textarea[name=text]", "first line")
    page.locator("main .form-actions button").click()
    for number in range(8):
        page.fill("#text", f"line {number}, long enough to fill the frame with what was said before")
        page.click(".composer .button.main")
    page.goto(f"{server.url}/ar/chat")
    frame = page.frame_locator("iframe.chat-frame")
    expect(frame.get_by_text("line 7")).to_be_in_viewport()
    page.wait_for_timeout(5000)  # one refresh of the frame
    expect(frame.get_by_text("line 7")).to_be_in_viewport()
    expect(page.locator("h1")).to_be_in_viewport()
    expect(page.locator("[data-state]")).to_be_hidden()
