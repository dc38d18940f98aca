"""The search beside a conversation: it proposes for the visitor's words, and a press sends an answer both can read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, shoot
from tests.browser.desk import Librarian
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
BLOCKED = "البنك آيدي محظور ولا أستطيع الدخول"
PROPOSED = "#desk_offers form:has([name=kind][value='{kind}']):has([name=ref][value='{ref}']) button"


def seat(server: Server, person: Callable[..., Page], name: str, **more: object) -> Librarian:
    return Librarian(person("en", **more), server.url, server.staff(name, online=False))


def ask(page: Page, url: str, lang: str, words: str) -> None:
    """A visitor's own window: asks, and stays in the conversation."""
    page.goto(f"{url}/{lang}/ask")
    page.fill("textarea[name=text]", words)
    page.locator("main .form-actions button").click()
    page.wait_for_url("**/chat**")
    page.goto(f"{url}/{lang}/chat")  # while nobody is online, the ways to the answer come first


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    amina = person("ar", PHONE)
    ask(amina, server.url, "ar", f"مرحبا {BLOCKED}")
    karin = seat(server, person, "Karin Svar")
    page = karin.page
    karin.claim(BLOCKED)
    answer = page.locator(PROPOSED.format(kind="answer", ref="eid-locked-se"))
    expect(page.locator(PROPOSED.format(kind="guide", ref="eid-locked-se"))).to_be_visible()
    expect(page.locator("#desk_offers q")).to_contain_text(BLOCKED)
    shoot(page, "desk-suggestions")
    page.locator("#desk_offers li:has([value=answer]) summary").first.click()
    reads = page.locator("#desk_offers .offer-look[open] .offer-reads").first
    expect(reads).to_have_css("direction", "rtl")
    title = reads.locator(".card-title bdi").inner_text()
    page.locator("#desk_offers .offer-look[open] summary").scroll_into_view_if_needed()
    shoot(page, "desk-preview")
    answer.click()
    expect(page.locator(".message.mine .card-title")).to_contain_text("What we can do:")
    expect(amina.locator(".message.theirs .card-title")).to_contain_text(title)
    expect(amina.locator(".message.theirs .answer")).to_have_css("direction", "rtl")
    expect(amina.locator(".message.theirs .answer .cannot .why").first).to_be_visible()
    shoot(page, "desk-answer")
    amina.locator(".message.theirs .answer").scroll_into_view_if_needed()
    shoot(amina, "chat-answer-ar")
    assert amina.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_new_words_bring_new_suggestions_without_a_jump(server: Server, person: Callable[..., Page]) -> None:
    karin, visitor = seat(server, person, "Karin Lyss"), server.visitor()
    visitor.ask("hej på er, finns ni där?")
    karin.claim("hej på er")
    page = karin.page
    expect(page.locator("#desk_offers")).to_contain_text("No sure suggestion.")
    page.fill("#text", "half a thou")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/offers" in request.url else None)
    visitor.send("mitt BankID är spärrat")
    guide = page.locator(PROPOSED.format(kind="guide", ref="eid-locked-se"))
    expect(guide).to_be_visible()
    expect(page.locator("[data-offers-says]")).to_contain_text("New suggestion:")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value("half a thou")
    assert len(asked) == 1
    # A hand on the list holds it still; it follows once the hand is gone.
    guide.hover()
    visitor.send("hur lånar jag en e-bok?")
    visitor.send("e-böcker på min läsplatta")
    karin.hears("läsplatta")
    page.wait_for_timeout(700)
    expect(guide).to_be_visible()
    page.mouse.move(600, 300)
    expect(page.locator(PROPOSED.format(kind="guide", ref="ebook"))).to_be_visible()


def test_the_box_by_keyboard_alone(server: Server, person: Callable[..., Page]) -> None:
    karin = seat(server, person, "Karin Tangent")
    server.visitor().ask("keyboard question")
    karin.claim("keyboard question")
    page = karin.page
    page.keyboard.press("Alt+g")
    expect(page.locator("#card-q")).to_be_focused()
    page.keyboard.type("BankID blocked")
    expect(page.locator("#desk_cards[data-for='BankID blocked'] h3").first).to_contain_text("Guides")
    expect(page.locator("[data-offers-says]")).to_contain_text("to send")
    shoot(page, "desk-search")
    page.keyboard.press("ArrowDown")
    first = page.locator("#desk_cards [data-send-card] button").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(first).not_to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#card-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".message.mine .card-title")).to_have_count(1)
    page.keyboard.press("Alt+g")
    page.keyboard.press("Escape")
    expect(page.locator("#text")).to_be_focused()


def test_without_scripts_on_a_phone(server: Server, person: Callable[..., Page]) -> None:
    karin, visitor = seat(server, person, "Karin Papper", size=PHONE, scripts=False), server.visitor("ar")
    visitor.ask(f"سؤال {BLOCKED}")
    page = karin.page
    page.goto(karin.home)
    karin.claim("سؤال")
    shoot(page, "desk-suggestions-phone")
    page.locator(PROPOSED.format(kind="answer", ref="eid-locked-se")).click()
    expect(page.locator(".message.mine .answer")).to_have_count(1)
    shoot(page, "desk-answer-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
