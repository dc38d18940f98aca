"""A librarian with three people waiting: switching, drafts, sounds, losing a race, handing over, two at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import PHONE, shoot
from tests.browser.desk import Librarian
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
WIDE = {"width": 1720, "height": 960}
LISTEN = (
    "() => { window.rang = []; document.addEventListener('desk:rang', (event) => window.rang.push(event.detail)); }"
)


def seat(server: Server, person: Callable[..., Page], name: str, **more: object) -> Librarian:
    """One more librarian at a desk of their own, with an ear for the sounds it makes."""
    librarian = Librarian(person("en", **more), server.url, server.staff(name, online=False))
    if more.get("scripts", True):
        librarian.page.evaluate(LISTEN)
    return librarian


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, "Karin Tre")
    people = [server.visitor(lang) for lang in ("sv", "da", "ar")]
    for number, one in enumerate(people):
        one.ask(f"three question {number}", first_name=f"Person {number}")
    expect(karin.page.locator("[data-queue-list] .queue-row", has_text="three question")).to_have_count(3)
    for number in range(3):
        karin.claim(f"three question {number}")
        karin.say(f"three answer {number}")
    page = karin.page
    page.evaluate(LISTEN)
    page.fill("#text", "half a thought")
    page.keyboard.press("Alt+1")
    expect(page.locator(".talk-name")).to_have_text("Person 0")
    expect(page.locator("#text")).to_be_focused()
    people[2].send("are you still there?")
    expect(page.locator("[data-mine-list] .queue-row", has_text="Person 2").locator(".count")).to_be_visible()
    page.wait_for_function("() => window.rang.includes('message')")
    assert page.title().startswith("(")
    shoot(page, "desk-three")
    page.keyboard.press("Alt+3")
    expect(page.locator("#text")).to_have_value("half a thought")
    karin.hears("are you still there?")
    page.fill("#text", "")
    karin.close()
    assert "/conversation/" in page.url, "the next of mine"


def test_a_waiting_visitor_rings_until_picked_up(server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, "Karin Klang")
    page = karin.page
    expect(page.locator("[data-unlock]")).to_be_hidden(), "she has pressed a button already"
    server.visitor().ask("ring ring question")
    page.wait_for_function("() => window.rang.includes('work')")
    page.wait_for_function("() => window.rang.filter((kind) => kind === 'work').length >= 2", timeout=20_000)
    assert page.title().startswith("(")
    page.click("[data-sound]")
    expect(page.locator("[data-sound]")).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(page.locator("[data-sound]")).to_have_attribute("aria-pressed", "false")
    karin.claim("ring ring question")


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "nojs"])
def test_the_loser_of_a_claim_is_told_who_won(scripts: bool, server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, f"Karin Sen {scripts}", scripts=scripts)
    winner = server.staff(f"Olle Snabb {scripts}")
    talk = server.visitor().ask(f"race question {scripts}")
    karin.page.reload()
    karin.read(f"race question {scripts}")

    # After she has pressed and before that arrives: later, the page has noticed by itself and there is nothing to press.
    def overtaken(route: Route) -> None:
        winner.take(talk)
        route.continue_()

    karin.page.route("**/claim", overtaken)
    karin.page.click("form[action$='/claim'] button")
    expect(karin.page.locator("#desk_talk [role=alert]")).to_contain_text(f"Olle Snabb {scripts} was first")
    expect(karin.page.locator("#desk_queue")).to_be_visible()


def test_words_for_somebody_elses_conversation_are_kept(server: Server, person: Callable[..., Page]) -> None:
    karin, olle = seat(server, person, "Karin Kvar"), server.staff("Olle Nu")
    talk = server.visitor().ask("stale question")
    karin.claim("stale question")
    karin.page.fill("#text", "my long answer")
    claim = karin.page.locator("#desk_talk [data-talk]").get_attribute("data-claim") or ""
    karin.page.evaluate(
        "([path, body]) => fetch(path, {method: 'POST', body: new URLSearchParams(body)})",
        [f"/en/staff/conversation/{talk}/transfer", {"claim": claim, "colleague": olle.public_id}],
    )
    expect(karin.page.locator("#desk_talk [data-connection]")).to_contain_text("A colleague has this conversation now")
    expect(karin.page.locator("#text")).to_have_value("my long answer")
    expect(karin.page.locator("#desk_talk .composer .button.main")).to_be_disabled()


def test_a_colleague_hears_what_is_handed_over(server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, "Karin Ger")
    staff = server.staff("Olle Tar", online=False)
    olle = Librarian(person("sv"), server.url, staff, "sv")
    olle.page.evaluate(LISTEN)
    server.visitor().ask("handed question")
    karin.claim("handed question")
    karin.note("only for colleagues")
    karin.hand_over(staff)
    expect(olle.page.locator(".queue-row.handed", has_text="handed question")).to_be_visible()
    olle.page.wait_for_function("() => window.rang.includes('work')")
    olle.read("handed question")
    expect(olle.page.locator(".message.note", has_text="only for colleagues")).to_be_visible()


def test_two_side_by_side(server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, "Karin Bred", size=WIDE)
    one, two = server.visitor(), server.visitor("da")
    one.ask("left side question")
    two.ask("right side question")
    karin.claim("left side question")
    karin.claim("right side question")
    page = karin.page
    page.locator(".open-beside").first.click()
    expect(page.locator("[data-talk]")).to_have_count(2)
    page.fill("#text_2", "to the left one")
    page.press("#text_2", "Enter")
    expect(page.locator("#desk_talk_2 .message.mine[data-seq]", has_text="to the left one")).to_have_count(1)
    assert any(line.text == "to the left one" for line in one.pull())
    two.send("I hear nothing of that")
    expect(page.locator("#desk_talk .message.theirs", has_text="I hear nothing")).to_have_count(1)
    shoot(page, "desk-two")


def test_without_scripts_on_a_phone(server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, "Karin Liten", size=PHONE, scripts=False)
    visitor = server.visitor()
    visitor.ask("small screen question")
    page = karin.page
    page.goto(karin.home)
    karin.claim("small screen question")
    page.fill("#text", "an answer by form")
    page.click("#desk_talk .composer .button.main")
    expect(page.locator(".message.mine", has_text="an answer by form")).to_be_visible()
    page.click("#desk_talk .note-box summary")
    page.fill("#note", "a note by form")
    page.click("#desk_talk .note-box button")
    expect(page.locator(".message.note", has_text="a note by form")).to_be_visible()
    page.fill("#card-q", "BankID")
    page.click("#desk_side .search-box button")
    page.locator("[data-send-card] button").first.click()
    expect(page.locator(".message.mine .card-title")).to_have_count(1)
    page.click(".desk-jump a[href='#desk_side']")
    expect(page.locator("#desk_side")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    karin.close()
    assert "only colleagues" not in "".join(line.text for line in visitor.pull())
