"""Leaving a conversation: the next page comes, and what was written just before is not left behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE
from tests.browser.desk import Librarian
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """The server has let the visitor go, the answer is still on its way, and the log is pulled in between."""
    server.staff("Karin Remains")  # while an answer is due, leaving first offers a way back to it
    page = person("sv", PHONE)
    page.goto(f"{server.url}/sv/ask")
    page.fill("textarea[name=text]", "I am about to leave")
    page.locator("main .form-actions button").click()
    page.wait_for_url("**/chat**")
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


def test_a_note_on_its_way_is_handed_over_too(server: Server, person: Callable[..., Page]) -> None:
    """A slow line: the note is still being sent when the conversation is handed to a colleague."""
    colleague = server.staff("Olle Waits")
    karin = Librarian(person("en"), server.url, server.staff("Karin Hurries", online=False))
    server.visitor().ask("question of a slow line")
    karin.claim("question of a slow line")

    def slowly(route: Route) -> None:
        karin.page.wait_for_timeout(1500)
        route.continue_()

    karin.page.route("**/messages", slowly)
    karin.note("the note is still on its way")
    karin.hand_over(colleague)
    karin.page.wait_for_selector("#text", state="detached")
    olle = Librarian(person("en"), server.url, colleague)
    olle.read("question of a slow line")
    expect(olle.page.locator(".message.note", has_text="the note is still on its way")).to_be_visible()
