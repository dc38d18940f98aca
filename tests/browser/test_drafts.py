"""From an answer to a draft guide: two clicks at the desk, by keyboard, on a phone and without scripts."""

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


def answered(server: Server, person: Callable[..., Page], name: str, role: Role = Role.STAFF, **more: object) -> Page:
    karin = Librarian(person("en", **more), server.url, server.staff(name, role, online=False))
    server.visitor("sv").ask(f"fråga till {name}", first_name="Amina")
    karin.page.reload()
    karin.claim(f"fråga till {name}")
    karin.say("Hej Amina! Så får du ett nytt BankID. Ring 0771-123 456.")
    return karin.page


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    page = answered(server, person, "Karin Utkast", Role.EDITOR)
    keep = page.get_by_role("link", name="Keep an answer").first
    keep.focus()
    page.keyboard.press("Enter")
    expect(page.locator("mark.taken")).to_have_count(2)
    assert axe.violations(page) == []
    shoot(page, "drafts-keep")
    page.get_by_label("0771-123 456").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Keep as a draft guide").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_have_value("Hej […]! Så får du ett nytt BankID. Ring 0771-123 456.")
    assert axe.violations(page) == []
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="I take it up").click()
    expect(page.locator("main")).to_contain_text("It is yours to work on.")
    page.goto(f"{server.url}/en/staff/drafts?state=taken")
    expect(page.locator("main")).to_contain_text("Så får du ett nytt BankID")
    assert axe.violations(page) == []


def test_on_a_phone_without_scripts_right_to_left(server: Server, person: Callable[..., Page]) -> None:
    page = answered(server, person, "Karin Lapp", size=PHONE, scripts=False)
    page.click("#desk_talk a[href$='/keep']")
    page.goto(page.url.replace("/en/", "/ar/"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shoot(page, "drafts-phone")
    page.click("button[value=reply]")
    expect(page.locator("#text-sv")).to_have_value("Hej {first_name}! Så får du ett nytt BankID. Ring […].")
