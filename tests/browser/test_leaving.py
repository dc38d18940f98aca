"""Leaving: the screen that says it is cleared comes, whatever the page in the background was asking for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import PHONE
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """The server has let the visitor go, the answer is still on its way, and the log is pulled in between."""
    page = person("sv", PHONE)
    page.goto(f"{server.url}/sv/ask")
    page.fill("textarea[name=text]", "I am about to leave")
    page.locator("main .form-actions button").click()
    page.wait_for_url("**/chat*")
    held: list[Route] = []

    def hold(route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        page.wait_for_timeout(2000)
        held.append(route)
        route.fulfill(response=answer)

    page.route("**/chat/leave", hold)
    page.evaluate("setInterval(() => dispatchEvent(new Event('focus')), 300)")  # each one asks for what is new
    page.locator("form[action$='/leave'] button").first.click()
    page.wait_for_url("**/chat/cleared*")
    assert held, "the form went through the slow road"
