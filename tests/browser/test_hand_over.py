"""Two librarians: handed over, not now, handed again, taken; one brought in beside the other; the room of the shift."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.browser.desk import Librarian
from tests.people import Staff
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def seat(server: Server, person: Callable[..., Page], name: str, **more: object) -> tuple[Librarian, Staff]:
    staff = server.staff(name, online=False)
    return Librarian(person("en", **more), server.url, staff), staff


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """With the keyboard where there is something to press."""
    (karin, _), (olle, _staff) = seat(server, person, "Karin Byter"), seat(server, person, "Olle Byter")
    visitor = server.visitor()
    visitor.ask("handed with words", first_name="Ada")
    karin.claim("handed with words")
    sent = karin.page.locator(".handed-on li", has_text="Ada")
    for answer in ("Not now", "I take it"):
        karin.unfold("[data-hand-over]")
        karin.page.fill("#hand-words", f"before {answer}")
        karin.hand_over(_staff)
        expect(sent).to_contain_text("Olle Byter has not seen it yet")
        olle.page.locator(".queue-row.handed a", has_text="Ada").first.press("Enter")
        expect(olle.page.locator(".message.note", has_text=f"before {answer}")).to_be_visible()
        expect(sent).to_contain_text("Olle Byter has seen it")
        bar = olle.page.locator("#desk_answer")
        shoot(olle.page, f"handed-{answer.split()[0]}")
        assert violations(olle.page) == []
        if answer == "Not now":
            bar.locator("summary").press("Enter")
            bar.locator("textarea").fill("I am on the phone")
            bar.get_by_role("button", name="Send it back").press("Enter")
            row = karin.page.locator("[data-mine-list] .queue-row", has_text="Came back to you")
            expect(row).to_contain_text("Ada")
            karin.page.keyboard.press("Alt+1")
            expect(karin.page.locator(".message.note", has_text="I am on the phone")).to_be_visible()
            expect(karin.page.locator("#desk_talk .chat-status")).to_have_count(0)
        else:
            bar.get_by_role("button", name="I take it").press("Enter")
    expect(sent).to_contain_text("Olle Byter has taken it")
    expect(olle.page.locator("#desk_answer form")).to_have_count(0)
    olle.say("Hello from Olle")
    assert [line.text for line in visitor.pull() if "Hello" in line.text] == ["Hello from Olle"]


def test_a_colleague_is_brought_in_and_leaves(server: Server, person: Callable[..., Page]) -> None:
    (karin, _), (bo, _) = seat(server, person, "Karin Med"), seat(server, person, "Bo Med")
    visitor = server.visitor()
    talk = visitor.ask("three of us")
    karin.claim("three of us")
    karin.unfold("[data-bring-in]")
    karin.page.select_option("#bring-in", label="Bo Med")
    karin.page.get_by_role("button", name="Ask them in").click()
    expect(karin.page.locator(".here-too")).to_contain_text("Bo Med was asked to come in.")
    bo.page.locator(".queue-row.handed a", has_text="Karin Med asks you to come in").click()
    bo.page.get_by_role("button", name="Come in").click()
    expect(karin.page.locator(".here-too")).to_contain_text("Bo Med is here too.")
    bo.say("Bo here")
    bo.note("between us")
    expect(karin.page.locator(".message", has_text="Bo here")).to_be_visible()
    expect(karin.page.locator(".message.note", has_text="between us")).to_be_visible()
    karin.say("and Karin")
    expect(bo.page.locator(".message", has_text="and Karin")).to_be_visible()
    visitor.send("thank you both")
    bo.hears("thank you both")
    shoot(bo.page, "beside-guest")
    shoot(karin.page, "beside-holder")
    assert violations(bo.page) + violations(karin.page) == []
    assert bo.page.locator("#desk_talk .talk-tools a, #desk_talk .talk-tools form").count() == 0, "not theirs to close"
    assert "between us" not in "".join(line.text for line in visitor.pull())
    bo.page.get_by_role("button", name="Leave the conversation").click()
    expect(karin.page.locator(".message.system", has_text="Bo Med has left the conversation.")).to_be_visible()
    bo.page.goto(f"{server.url}/en/staff/conversation/{talk}")
    expect(bo.page.locator("#desk_talk [role=alert]")).to_contain_text("A colleague has this conversation now")


def test_the_room_of_the_shift(server: Server, person: Callable[..., Page]) -> None:
    (karin, _), (olle, _) = seat(server, person, "Karin Rum"), seat(server, person, "Olle Rum", size=DESKTOP)
    # Lines of other tests, in a browser that has never read them.
    earlier = karin.page.locator("[data-shift-room] [data-line-id]").count()
    olle.page.locator("#shift_room summary").press("Enter")
    olle.page.fill("#shift-text", "The printer is broken")
    olle.page.press("#shift-text", "Enter")
    expect(olle.page.locator(".shift-lines", has_text="The printer is broken")).to_be_visible()
    expect(olle.page.locator("#shift-text")).to_have_value("")
    unread = karin.page.locator("[data-shift-unread]")
    expect(unread).to_have_text(str(earlier + 1))
    shoot(karin.page, "shift-unread")
    karin.page.locator("#shift_room summary").press("Enter")
    expect(karin.page.locator(".shift-lines", has_text="Olle Rum")).to_be_visible()
    expect(unread).to_be_hidden()
    karin.page.fill("#shift-text", "Thanks, I tell them")
    karin.page.press("#shift-text", "Enter")
    expect(olle.page.locator(".shift-lines li").last).to_contain_text("Thanks, I tell them")
    shoot(olle.page, "shift-room")
    assert violations(olle.page) == []


def test_without_scripts_on_a_phone(server: Server, person: Callable[..., Page]) -> None:
    (karin, _), (_bo, staff) = (
        seat(server, person, "Karin Barfota", size=PHONE, scripts=False),
        seat(server, person, "Bo Utan"),
    )
    server.visitor().ask("handed by form")
    karin.page.goto(karin.home)
    karin.claim("handed by form")
    page = karin.page
    karin.unfold("[data-hand-over]")
    page.fill("#hand-words", "kept with it")
    karin.hand_over(staff)
    expect(page.locator(".handed-on")).to_contain_text("Bo Utan has not seen it yet")
    shoot(page, "handed-phone")
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".message.note", has_text="kept with it")).to_be_visible()
    page.goto(f"{server.url}/en/staff/shift-room")
    page.fill("#shift-text", "by form")
    page.locator("main form button").click()
    expect(page.locator(".shift-lines", has_text="by form")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
