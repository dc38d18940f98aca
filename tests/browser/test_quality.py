"""A conversation is read against the headings by a coordinator, and the colleague reads what was said."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.accounts.terms import Role
from app.domain.chat import desk
from app.domain.chat.terms import Heading
from tests import staff_house
from tests.browser import axe
from tests.browser.conftest import PHONE, shoot
from tests.browser.test_every_page import lend_cookies
from tests.people import Staff
from tests.server import Server
from tests.web.staff.test_quality import last_week

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
NAMES = ("Karin Läst", "Per Läst", "Lisa Läst")


def drawn(server: Server) -> dict[str, Staff]:
    """Three colleagues with a conversation of last week each; they log in afterwards."""
    people = {}
    for name in NAMES:
        with server.domain():
            one = staff_house.person(name)
            people[name] = Staff(server.url, one.email, staff_house.PASSWORD, one.public_id)
            last_week(desk.actor_of(one))
    return people


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    people, page = drawn(server), person("en")
    lend_cookies(page, server.staff("Maria Läser", Role.COORDINATOR))
    page.goto(f"{server.url}/en/staff/quality")
    assert axe.violations(page) == []
    page.get_by_role("button", name="Open and read").first.click()
    expect(page.locator("main")).not_to_contain_text("Läst")
    for heading in Heading:
        page.focus(f"input[name={heading}][value='1']")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Space")
    page.get_by_label("A few words to your colleague").fill("Fint bemött.")
    assert axe.violations(page) == []
    shoot(page, "quality-review")
    page.get_by_role("button", name="Save").click()
    name = (
        page.locator("main p", has_text="answered here")
        .inner_text()
        .removesuffix(" answered here, and can read what you wrote.")
    )
    whose = people[name]
    whose.log_in()
    theirs = person("ar", PHONE)
    lend_cookies(theirs, whose)
    theirs.goto(f"{server.url}/ar/staff/quality/mine")
    theirs.locator("main a[href*='/quality/review/']").first.click()
    expect(theirs.locator("main")).to_contain_text("Fint bemött.")
    assert axe.violations(theirs) == []
    assert theirs.evaluate("document.documentElement.scrollWidth <= innerWidth")
    theirs.locator("form[action$='/read'] button").click()
    page.reload()
    expect(page.locator("main")).to_contain_text("Your colleague has read it.")
