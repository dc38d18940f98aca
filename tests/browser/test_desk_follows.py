"""A desk follows what happens in another window, or at another desk: by pokes alone, because here it never looks by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from app.domain.accounts.terms import Role
from tests.browser.desk import Librarian
from tests.browser.test_every_page import lend_cookies
from tests.chaos import screen
from tests.people import Staff
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
PULLS, LISTS = "**/messages?after=*", "**/staff/?open=*"


def seat(server: Server, person: Callable[..., Page], name: str) -> tuple[Librarian, Staff]:
    """A librarian's window, and the same librarian elsewhere."""
    page, staff = person("en"), server.staff(name, online=False)
    page.context.add_init_script(path=screen.WATCH)
    return Librarian(page, server.url, staff), staff


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """How it ended is registered in one window: the other does not offer it any more."""
    karin, _ = seat(server, person, "Karin Ruta")
    visitor = server.visitor()
    visitor.ask("registered question")
    karin.claim("registered question")
    other = karin.page.context.new_page()
    other.goto(karin.page.url)
    visitor.post("/sv/chat/close")
    for page in (karin.page, other):
        expect(page.locator("#desk_talk .chat-status")).to_have_text("The visitor has left. Register how it ended.")
        expect(page.locator("#desk_talk .talk-tools a[href$='/close']")).to_be_visible()
    karin.close()
    expect(other.locator("#desk_talk .chat-status")).to_have_text("This conversation is closed.")
    expect(other.locator("#desk_talk .talk-tools a[href$='/close']")).to_have_count(0)


def test_given_back_and_claimed_again_it_can_be_written_in(server: Server, person: Callable[..., Page]) -> None:
    karin, elsewhere = seat(server, person, "Karin Igen")
    talk = server.visitor().ask("given back question")
    karin.claim("given back question")
    page, held = karin.page, list[Route]()
    root = page.locator("#desk_talk [data-talk]")
    claim = root.get_attribute("data-claim") or ""
    page.route(PULLS, lambda route: held.append(route))  # not its method, which Playwright cannot mark
    elsewhere.post(f"{elsewhere.desk}/conversation/{talk}/return", {"claim": claim})
    again = elsewhere.take(talk)
    while not held:
        page.wait_for_timeout(50)
    page.route(PULLS, lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(root).to_have_attribute("data-claim", str(again))
    karin.say("still mine")


def test_whoever_reads_along_can_write_notes_again_when_somebody_has_it(
    server: Server, person: Callable[..., Page]
) -> None:
    """While nobody holds it there is a button to claim it with; somebody does again, and there is the place for notes."""
    eva, olle = server.staff("Eva Läser", Role.COORDINATOR, online=False), server.staff("Olle Hållare")
    talk = server.visitor().ask("read along question")
    claim = olle.take(talk)
    eva.post(f"{eva.desk}/overview/{talk}/read")
    page = person("en")
    lend_cookies(page, eva)
    page.goto(f"{server.url}{eva.desk}/conversation/{talk}")
    note, button = page.locator("#desk_talk .note-box"), page.locator("#desk_talk .claim-bar button")
    expect(note).to_have_count(1)
    olle.post(f"{olle.desk}/conversation/{talk}/return", {"claim": str(claim)})
    expect(button).to_be_visible()
    expect(note).to_have_count(0)
    olle.take(talk)
    expect(note).to_have_count(1)
    expect(button).to_have_count(0)


def test_gone_and_free_again_before_it_was_told_that_it_had_gone(server: Server, person: Callable[..., Page]) -> None:
    karin, _ = seat(server, person, "Karin Fri")
    olle, visitor = server.staff("Olle Snabbis"), server.visitor()
    talk = visitor.ask("free again question")
    karin.read("free again question")
    page, late, later = karin.page, list[tuple[Route, APIResponse]](), list[Route]()
    page.route(PULLS, lambda route: later.append(route) if late else late.append((route, route.fetch())))
    olle.take(talk)
    while not late:
        page.wait_for_timeout(50)
    row = page.locator("[data-queue-list] .queue-row", has_text="free again question")
    expect(row).to_have_count(0)
    visitor.post("/sv/chat/close")
    visitor.post("/sv/chat/reopen")
    expect(row).to_have_count(1)
    route, answer = late[0]
    assert answer.status == 404
    route.fulfill(response=answer)
    page.route(PULLS, lambda route: route.continue_())
    expect(page.locator("#desk_talk [data-connection]")).to_be_empty()
    expect(page.locator("#desk_talk form[action$='/claim'] button")).to_be_enabled()


def test_who_comes_while_the_lists_are_asked_for_stands_in_them(server: Server, person: Callable[..., Page]) -> None:
    karin, _ = seat(server, person, "Karin Listan")
    server.visitor().ask("first in the list")
    karin.read("first in the list")
    page, late = karin.page, list[tuple[Route, APIResponse]]()
    page.route(LISTS, lambda route: route.continue_() if late else late.append((route, route.fetch())))
    server.visitor().ask("second in the list")
    while not late:
        page.wait_for_timeout(50)
    page.evaluate("() => { window.told = 0; document.addEventListener('desk:queue', () => window.told++); }")
    server.visitor().ask("third in the list")
    page.wait_for_function("() => window.told > 0")
    page.wait_for_timeout(1500)  # until it has asked, or would have
    route, answer = late[0]
    route.fulfill(response=answer)
    expect(page.locator("[data-queue-list] .queue-row", has_text="second in the list")).to_have_count(1)
    expect(page.locator("[data-queue-list] .queue-row", has_text="third in the list")).to_have_count(1)


def test_lists_follow_when_another_was_opened_while_they_were_asked_for(
    server: Server, person: Callable[..., Page]
) -> None:
    karin, _ = seat(server, person, "Karin Bladvis")
    server.visitor().ask("opened meanwhile")
    karin.read("opened meanwhile")
    page, late = karin.page, list[tuple[Route, APIResponse]]()
    page.route(LISTS, lambda route: route.continue_() if late else late.append((route, route.fetch())))
    server.visitor().ask("asked meanwhile")
    while not late:
        page.wait_for_timeout(50)
    page.locator("#desk_queue .queue-row a", has_text="opened meanwhile").first.click()
    page.wait_for_timeout(1000)  # until the page is another one, without the lists that asked
    route, answer = late[0]
    route.fulfill(response=answer)
    server.visitor().ask("asked afterwards")
    expect(page.locator("[data-queue-list] .queue-row", has_text="asked afterwards")).to_have_count(1)


def _press(page: Page, row: Locator) -> None:
    """Down on it, and not yet up; again where new lists moved it away between aiming and pressing."""
    while True:
        row.hover()
        page.mouse.down()
        if row.evaluate("(it) => it.matches(':active')"):
            return
        page.mouse.move(0, 0)
        page.mouse.up()


def test_the_first_press_is_not_lost_when_the_hint_about_sound_goes(
    server: Server, person: Callable[..., Page]
) -> None:
    """A press wakes the sound; the hint that asks for one stood above the lists, and they moved from under the finger."""
    karin, _ = seat(server, person, "Karin Tyst")
    page = karin.page
    server.visitor().ask("pressed first")
    page.reload()
    expect(page.locator("[data-unlock]")).to_be_visible()
    _press(page, page.locator("#take-next"))
    page.wait_for_timeout(400)
    with page.expect_navigation(timeout=60_000):
        page.mouse.up()
    expect(page.locator("[data-unlock]")).to_be_hidden()


def test_a_press_is_not_lost_when_the_lists_change_under_it(server: Server, person: Callable[..., Page]) -> None:
    karin, _ = seat(server, person, "Karin Trycker")
    talk = server.visitor().ask("pressed slowly")
    page = karin.page
    row = page.locator("[data-queue-list] .queue-row", has_text="pressed slowly").locator("a").first
    _press(page, row)
    with page.expect_response(lambda answer: "hx-request" in answer.request.headers):
        server.visitor().ask("came while it was pressed")
    page.wait_for_timeout(300)
    page.mouse.up()
    page.wait_for_url(f"**/conversation/{talk}*")
    expect(page.locator("[data-queue-list] .queue-row", has_text="came while it was pressed")).to_be_visible()


def test_a_hint_that_comes_while_new_lists_are_put_in_is_not_lost(server: Server, person: Callable[..., Page]) -> None:
    karin, _ = seat(server, person, "Karin Mellan")
    page = karin.page
    page.evaluate(
        """() => { window.asked = 0; document.addEventListener("desk:refresh", () => window.asked++, true);
        const lists = document.getElementById("desk_queue"); lists.replaceWith(lists.cloneNode(true)); }"""
    )  # as they stand for a moment after each swap: on the page, and hearing nothing
    server.visitor().ask("between two lists")
    page.wait_for_function("() => window.asked > 0")
    page.evaluate("() => htmx.process(document.getElementById('desk_queue'))")
    # Sooner than the lists' own clock, which begins anew with them.
    row = page.locator("[data-queue-list] .queue-row", has_text="between two lists")
    expect(row).to_have_count(1, timeout=10_000)
