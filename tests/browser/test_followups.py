"""Follow-up, registering and the coordinator's view in a real browser: by keyboard, on a phone, without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.accounts.terms import Role
from tests.browser import axe
from tests.browser.conftest import PHONE, shoot
from tests.browser.desk import Librarian
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """Promised at the desk, answered later in the same conversation, read by the visitor."""
    karin = Librarian(person("en"), server.url, server.staff("Karin Lovar", online=False))
    visitor = server.visitor("sv")
    visitor.ask("Mitt brev från banken", first_name="Amina")
    page = karin.page
    page.reload()
    karin.claim("Mitt brev från banken")
    page.click("#desk_talk .talk-tools a[href$='/promise']")
    page.check("input[name=when][value=three_days]")
    assert axe.violations(page) == []
    shoot(page, "promise")
    page.click("main .form-actions button")
    expect(page.locator("#desk_talk [data-state]")).to_contain_text("Answer by")
    assert "Vi lovade" in visitor.get("/sv/chat").text or "promised to answer by" in visitor.get("/sv/chat").text
    page.locator("#desk_queue").get_by_role("link", name="Promised answers").click()
    expect(page.locator(".owed-row", has_text="Amina")).to_contain_text("Answer by")
    assert axe.violations(page) == []
    shoot(page, "followups")
    page.get_by_role("link", name="Hand-over").click()
    expect(page.locator(".owed-row", has_text="Amina")).to_be_visible()
    assert axe.violations(page) == []
    shoot(page, "handover")
    page.locator(".owed-row", has_text="Amina").get_by_role("link", name="Open").click()
    karin.say("Banken har svarat nu.")
    assert visitor.pull()[-1].text == "Banken har svarat nu."


def test_registering_by_keyboard_alone(server: Server, person: Callable[..., Page]) -> None:
    page = Librarian(person("en"), server.url, server.staff("Karin Telefon", online=False)).page
    page.goto(f"{server.url}/en/staff/contacts")
    page.keyboard.press("Alt+r")
    dialog = page.locator("dialog.register-dialog")
    box = dialog.get_by_role("combobox", name="What was it about?")
    expect(box).to_be_focused()
    page.keyboard.type("bankid lock", delay=20)
    expect(dialog.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert axe.violations(page) == []
    shoot(page, "register-dialog")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-register-said]")).to_contain_text("Registered: Phone")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    assert axe.violations(page) == []
    dialog.get_by_role("button", name="Undo").press("Enter")
    expect(dialog.locator("[data-register-said]")).to_contain_text("It is taken back.")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_registering_on_a_phone_without_scripts(server: Server, person: Callable[..., Page]) -> None:
    page = Librarian(
        person("en", size=PHONE, scripts=False), server.url, server.staff("Karin Utantill", online=False)
    ).page
    page.click(".register-link")
    page.fill("#reg-words", "zzqqxx")
    page.click("main .form-actions button")
    page.check("input[name=matter][value='-']")
    page.click("main .form-actions button")
    expect(page.locator("[data-register-said]")).to_contain_text("Registered: Phone")
    shoot(page, "register-phone")


def test_the_coordinator_sees_it_live_and_steps_in(server: Server, person: Callable[..., Page]) -> None:
    eva = Librarian(person("en"), server.url, server.staff("Eva Overblick", Role.COORDINATOR, online=False)).page
    eva.goto(f"{server.url}/en/staff/overview")
    karin, visitor = server.staff("Karin Sedd"), server.visitor("sv")
    karin.take(visitor.ask("Någon ser mig", first_name="Amina"))
    row = eva.locator(".owed-row", has=eva.locator("strong", has_text="Karin Sedd"))
    expect(row).to_contain_text("Amina")
    assert axe.violations(eva) == []
    shoot(eva, "overview")
    row.get_by_role("button", name="Read along").click()
    expect(eva.locator(".message.theirs", has_text="Någon ser mig")).to_be_visible()
    assert "Eva Overblick" in karin.get(f"{karin.desk}/conversation/{visitor.conversation}").text
    eva.goto(f"{server.url}/en/staff/overview")
    eva.locator(".owed-row", has=eva.locator("strong", has_text="Karin Sedd")).get_by_role(
        "button", name="Take it over"
    ).click()
    expect(eva.locator("#text")).to_be_visible()
    assert karin.get(f"{karin.desk}/conversation/{visitor.conversation}").status_code == 404
