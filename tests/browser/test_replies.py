"""Prepared replies by keyboard alone, by touch on a phone, and without scripts; each side in its own language."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import PHONE, shoot
from tests.browser.desk import Librarian
from tests.people import Visitor
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
BOX = "[data-replies-box]"


def at_desk(server: Server, person: Callable[..., Page], name: str, lang: str, **more: object) -> tuple[Page, Visitor]:
    """A librarian with one visitor, Amina, who writes in `lang`."""
    karin = Librarian(person("en", **more), server.url, server.staff(name, online=False))
    visitor = server.visitor(lang)
    visitor.ask(f"question for {name}", first_name="Amina")
    karin.page.reload()
    karin.claim(f"question for {name}")
    return karin.page, visitor


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    page, visitor = at_desk(server, person, "Karin Redo", "ar")
    box = page.locator(BOX)
    page.locator("#text").focus()
    page.keyboard.type("/hello", delay=30)
    query = box.get_by_role("combobox")
    expect(query).to_be_focused()
    expect(query).to_have_value("hello")
    expect(box.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    expect(box.get_by_role("option").first).to_contain_text("Hello, Amina!")
    assert axe.violations(page) == []
    shoot(page, "replies-list")
    page.keyboard.press("Enter")
    expect(box.locator("[data-theirs]")).to_have_attribute("dir", "rtl")
    expect(box.locator("[data-theirs]")).to_contain_text("Karin")
    expect(box.get_by_role("button", name="Send")).to_be_focused()
    assert axe.violations(page) == []
    shoot(page, "replies-preview")
    page.keyboard.press("Enter")
    expect(
        page.locator("#desk_talk .message.mine[data-seq]", has_text="Hello, Amina! My name is Karin.")
    ).to_have_count(1)
    expect(page.locator("#desk_talk .message.mine[data-pending]")).to_have_count(0)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value("")
    assert "اسمي" in visitor.pull()[-1].text


def test_back_again_and_nothing_typed_is_lost(server: Server, person: Callable[..., Page]) -> None:
    page, _visitor = at_desk(server, person, "Karin Retur", "sv")
    box, text = page.locator(BOX), page.locator("#text")
    text.focus()
    page.keyboard.type("/etc is a folder", delay=10)
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(text).to_have_value("/etc is a folder")
    text.fill("")
    page.keyboard.type("/")
    expect(box.get_by_role("option").nth(2)).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(box.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(box.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("Backspace")
    expect(box).to_be_hidden()
    page.keyboard.type("/still", delay=30)
    expect(box.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    box.get_by_role("link", name="Edit first").click()
    expect(text).to_have_value("Är du kvar? Ta den tid du behöver och skriv när du vill gå vidare.")
    expect(text).to_be_focused()


def test_by_touch_on_a_phone(server: Server, person: Callable[..., Page]) -> None:
    page, visitor = at_desk(server, person, "Karin Lur", "da", size=PHONE)
    page.get_by_role("button", name="Prepared replies").click()
    page.locator(f"{BOX} [role=option]", has_text="One moment").click()
    shoot(page, "replies-phone")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator(f"{BOX} [data-send-reply] button").click()
    expect(page.locator("#desk_talk .message.mine[data-seq]", has_text="One moment")).to_have_count(1)
    assert "Et øjeblik" in visitor.pull()[-1].text


def test_what_fits_their_words_stands_beside_them(server: Server, person: Callable[..., Page]) -> None:
    page, visitor = at_desk(server, person, "Karin Sida", "da")
    visitor.send("Jeg tror, det er svindel")
    offer = page.locator("[data-side-reply]", has_text="This may be a scam")
    offer.locator("summary").press("Enter")
    expect(offer.locator("[data-theirs]")).to_contain_text("svindel")
    assert axe.violations(page) == []
    shoot(page, "replies-beside")
    offer.get_by_role("link", name="Edit first").press("Enter")
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#text")).to_have_value(re.compile("svindel"))
    page.locator("#text").fill("")
    offer.locator("summary").press("Enter")
    offer.get_by_role("button", name="Send").press("Enter")
    expect(page.locator("#desk_talk .message.mine[data-seq]", has_text="Stop here")).to_have_count(1)
    assert "svindel" in visitor.pull()[-1].text


def test_without_scripts(server: Server, person: Callable[..., Page]) -> None:
    page, visitor = at_desk(server, person, "Karin Utan", "pl", scripts=False)
    page.get_by_role("link", name="Prepared replies").last.click()
    page.fill("#q", "scam")
    page.click(".search-box button")
    page.locator("main details form button").first.click()
    expect(page.locator(".message.mine", has_text="Stop here")).to_have_count(1)
    assert "oszustwo" in visitor.pull()[-1].text


def test_a_summary_is_sent_and_printed(server: Server, person: Callable[..., Page]) -> None:
    page, visitor = at_desk(server, person, "Karin Summa", "sv")
    page.click("#desk_talk .talk-tools a[href$='/summary']")
    page.fill("#text", "Vi har bokat en tid.")
    assert axe.violations(page) == []
    shoot(page, "summary-form")
    page.click("main .form-actions button")
    expect(page.locator("#desk_talk .summary", has_text="Vi har bokat en tid.")).to_have_count(1)
    assert axe.violations(page) == []
    assert "Vi har bokat en tid." in visitor.pull()[-1].text


def test_the_pages_of_replies(server: Server, person: Callable[..., Page]) -> None:
    page, _visitor = at_desk(server, person, "Karin Egen", "sv")
    page.goto(f"{server.url}/en/staff/replies")
    assert axe.violations(page) == []
    shoot(page, "replies-page")
    page.get_by_role("link", name="Write a reply").click()
    page.fill("#shortcut", "tack")
    page.fill("#title-en", "Thanks")
    page.fill("#text-en", "Thank you, {first_name}!")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Thank you, Amina!")
    expect(page.locator("#preview")).to_contain_text("Thank you!")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("The reply is saved.")
    assert axe.violations(page) == []
    shoot(page, "replies-edit")
