"""Three people wait, two colleagues answer: with keys alone, from the claim to the close; and the pace that both see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.chat import rules
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, shoot
from tests.browser.test_desk import LISTEN, seat
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


@pytest.fixture(scope="module")
def house(open_server: Callable[..., Server]) -> Server:
    return impatient(open_server())


def impatient(made: Server) -> Server:
    """A team of this kind, so that nobody has to wait for its levels."""
    usual = {name: str(value) for name, value in vars(rules.DEFAULTS).items()}
    with made.domain(), unit_of_work():
        rules.change(Operator(), {**usual, "alert_1": "1", "alert_2": "2", "alert_3": "0", "alert_4": "3"})
    return made


def tab_to(page: Page, what: str) -> None:
    """The Tab key, until the focus is there."""
    for _ in range(80):
        if page.evaluate("(what) => document.activeElement.matches(what)", what):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"no way to {what} by keyboard")


def go(page: Page, words: str) -> None:
    """By the palette."""
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    page.keyboard.type(words)
    expect(page.locator(".palette-option[aria-selected=true]")).to_contain_text(words)
    page.keyboard.press("Enter")


def test_it_works(open_server: Callable[..., Server], person: Callable[..., Page]) -> None:
    house = impatient(open_server())  # of its own: whom others' librarians had comes back when they have gone
    karin, per = seat(house, person, "Karin Tangent"), seat(house, person, "Per Bredvid")
    people = [house.visitor(lang) for lang in ("sv", "da", "ar")]
    for number, one in enumerate(people):
        one.ask(f"key question {number}", first_name=f"Person {number}")
    page, keys = karin.page, karin.page.keyboard
    expect(page.locator("[data-queue-list] .queue-row")).to_have_count(3)
    keys.press("Alt+0")
    expect(page.locator(".talk-name")).to_have_text("Person 0")
    expect(page.locator("#desk_talk [data-alert-head]")).to_contain_text("May give up soon")
    keys.press("Alt+c")
    expect(page.locator("#text")).to_be_focused()
    keys.type("Hej, vad kan jag ? göra")
    keys.press("Enter")
    expect(page.locator(".message.mine[data-seq]", has_text="Hej, vad kan jag ? göra")).to_have_count(1)
    assert not page.locator("dialog[open]").count(), "no key of the desk's while somebody writes"
    keys.type("/hello", delay=30)
    expect(page.locator("[data-replies-box]").get_by_role("option").first).to_contain_text("Hello")
    keys.press("Enter")
    expect(page.locator("[data-replies-box]").get_by_role("button", name="Send")).to_be_focused()
    keys.press("Enter")
    expect(page.locator(".message.mine[data-seq]")).to_have_count(2)
    keys.press("Alt+g")
    with page.expect_response("**/cards*"):
        keys.type("BankID")
    expect(page.locator("#desk_cards[data-for] [data-send-card] button").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator(".message.mine[data-seq]")).to_have_count(3)
    expect(page.locator(".here-list li", has_text="Karin Tangent")).to_contain_text("1 of 3")
    keys.press("Alt+x")
    page.wait_for_url("**/close")
    tab_to(page, "input[name=outcome]")
    keys.press("Space")
    keys.press("ArrowDown")
    expect(page.locator("input[name=outcome][value=referred]")).to_be_checked()
    tab_to(page, "select[name=referred_to]")
    keys.type("BankID")
    tab_to(page, "input[name=effort]")
    keys.press("Space")
    tab_to(page, "main .form-actions button")
    keys.press("Enter")
    page.wait_for_url("**/staff/**")
    expect(page.locator("#desk_queue")).to_be_visible()
    go(page, "Take the next")
    expect(page.locator(".talk-name")).to_have_text("Person 1")
    go(page, "Busy")
    expect(page.locator("button[value=busy]")).to_have_attribute("aria-pressed", "true")
    expect(per.page.locator(".here-list li", has_text="Karin Tangent")).to_contain_text("Busy")
    go(page, "Prepared replies")
    page.wait_for_url("**/staff/replies")
    go(page, "Person 1")  # from a page that is not the desk
    expect(page.locator(".talk-name")).to_have_text("Person 1")


def test_what_was_found_is_pressed_where_it_stands_now(
    open_server: Callable[..., Server], person: Callable[..., Page]
) -> None:
    """Somebody else asks between the typing and the Enter: the lists are new ones, and so is the button."""
    house = open_server()
    page = seat(house, person, "Karin Snabb").page
    house.visitor().ask("the first question", first_name="Ada")
    expect(page.locator("#take-next")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    page.keyboard.type("Take the next")
    expect(page.locator(".palette-option[aria-selected=true]")).to_contain_text("Take the next")
    old = page.locator("#take-next").element_handle()
    house.visitor().ask("the second question", first_name="Bo")
    expect(page.locator("[data-queue-list] .queue-row")).to_have_count(2)
    assert old is not None and not old.evaluate("(one) => one.isConnected"), "the lists were drawn anew"
    page.keyboard.press("Enter")
    expect(page.locator(".talk-name")).to_have_text("Ada")


def test_keys_are_listed_and_can_be_switched_off(house: Server, person: Callable[..., Page]) -> None:
    page = seat(house, person, "Karin Av").page
    page.locator("main").focus()
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_be_visible()
    shoot(page, "desk-keys")
    assert violations(page) == []
    page.click("[data-keys-on]")
    page.keyboard.press("Escape")
    for press in ("?", "Control+k"):
        page.keyboard.press(press)
        expect(page.locator("dialog[open]")).to_have_count(0)
    page.click("[data-palette-open]")
    expect(page.locator(".palette-option").first).to_be_visible()
    shoot(page, "desk-palette")
    assert violations(page) == []


def test_what_nobody_takes_gets_louder(house: Server, person: Callable[..., Page]) -> None:
    """Whoever has enough for now hears nothing of it, in any window of theirs; a colleague with room hears it again."""
    karin, per = seat(house, person, "Karin Lugn"), seat(house, person, "Per Lyss")
    other = karin.page.context.new_page()
    other.goto(karin.home)
    karin.page.click("button[value=busy]")
    expect(other.locator("button[value=busy]")).to_have_attribute("aria-pressed", "true")
    other.evaluate(LISTEN)
    house.visitor().ask("louder question")
    expect(other.locator("[data-queue-list] .queue-row", has_text="louder question")).to_contain_text(
        "May give up soon"
    )
    per.page.wait_for_function("() => window.rang.filter((kind) => kind === 'work').length >= 2")
    assert other.evaluate("window.rang") == []


def test_on_a_phone_it_is_three_steps(house: Server, person: Callable[..., Page]) -> None:
    karin = seat(house, person, "Karin Steg", size=PHONE, has_touch=True)
    house.visitor("uk").ask("step question")
    page = karin.page
    expect(page.locator("#desk_talk")).to_be_hidden()
    karin.claim("step question")
    expect(page.locator("#desk_lists")).to_be_hidden()
    shoot(page, "desk-step-talk")
    page.click(".desk-jump [data-step=side]")
    expect(page.locator("#desk_side")).to_be_visible()
    expect(page.locator("#desk_talk")).to_be_hidden()
    assert violations(page) == []
    page.go_back()
    expect(page.locator("#text")).to_be_visible()
    page.click(".desk-jump [data-step=lists]")
    expect(page.locator("[data-mine-list]")).to_be_visible()
    shoot(page, "desk-step-lists")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_what_one_window_reads_is_read_in_the_other(house: Server, person: Callable[..., Page]) -> None:
    karin, visitor = seat(house, person, "Karin Dubbel"), house.visitor()
    visitor.ask("two windows question")
    karin.claim("two windows question")
    other = karin.page.context.new_page()
    other.goto(karin.home)
    karin.page.route("**/seen", lambda route: route.abort())
    visitor.send("two windows more")
    row = other.locator("[data-mine-list] a", has_text="two windows more")
    expect(row).to_have_attribute("data-unread", re.compile("[1-9]"))
    karin.page.unroute("**/seen")
    visitor.send("two windows last")
    row = other.locator("[data-mine-list] a", has_text="two windows last")
    expect(row).to_have_attribute("data-unread", "0", timeout=10_000)
