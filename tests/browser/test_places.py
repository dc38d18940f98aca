"""Places in a real browser: an editor fills in a library's page, a visitor finds the place by name and reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.accounts.terms import Role
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import lend_cookies, look
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]

BRANCH = "SE-2482-stadsbiblioteket"
PUBLIC = {
    "place-chooser": "/area",
    "place-found": "/area?q=bibliotek",
    "place-none": "/area?q=atlantis",
    "place-town": "/area/SE-1480",
    "place-region": "/area/SE-AC",
    "place-country": "/area/FI",
    "place-unknown-branch": "/area/DK-101-noerrebro",
    "place-branch": f"/area/{BRANCH}",
}
STAFF = {"place-staff-list": "/staff/branches", "place-staff-form": f"/staff/branches/{BRANCH}"}


def fill(page: Page) -> None:
    """Hours with a lunch break, an address and a source, as on the door."""
    page.locator("#address_1").fill("Torget 1")
    page.locator("#city").fill("Skellefteå")
    for day in range(5):
        page.locator(f"#day-{day}").fill("10–12, 13–19")
    page.get_by_label("Closed on public holidays").check()
    page.locator("#source").fill("skylten på dörren")
    page.get_by_label("I have checked all of it today").check()
    page.get_by_role("button", name="Save").click()


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """What is written on screen is read on the public page, in another window and another language."""
    editor, visitor = person("en"), person("sv", PHONE)
    lend_cookies(editor, server.staff("Maria", Role.EDITOR))
    editor.goto(f"{server.url}/en/staff/branches/SE-2482-byske")
    fill(editor)
    expect(editor.get_by_text("It is saved. Visitors see it within a few seconds.")).to_be_visible()
    visitor.goto(f"{server.url}/sv/area/SE-2482-byske")
    expect(visitor.get_by_text("Torget 1, Skellefteå")).to_be_visible()
    expect(visitor.get_by_text("10:00–12:00, 13:00–19:00").first).to_be_visible()
    expect(visitor.locator("tr.today")).to_have_count(1)


def test_without_scripts(server: Server, person: Callable[..., Page]) -> None:
    """The form and the search by name need none."""
    editor, visitor = person("en", PHONE, scripts=False), person("en", PHONE, scripts=False)
    lend_cookies(editor, server.staff("Nils", Role.COORDINATOR))
    editor.goto(f"{server.url}/en/staff/branches/SE-1480-frolunda")
    fill(editor)
    assert "said=branch" in editor.url
    visitor.goto(f"{server.url}/en/area?back=/en/topics")
    visitor.locator("#q").fill("frolunda")
    visitor.locator("main form[role=search] button").click()
    visitor.get_by_role("link", name="Frölunda bibliotek").click()
    assert visitor.url == f"{server.url}/en/topics?area=SE-1480-frolunda"


def test_typing_narrows_the_list(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv")
    page.goto(f"{server.url}/sv/area")
    page.locator("#q").type("byske")
    expect(page.locator("#places .area-list > li")).to_have_count(1)
    expect(page.locator("#q")).to_be_focused()


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize("size", ["375", "1280"])
def test_every_page_is_seen(lang: str, size: str, server: Server, person: Callable[..., Page]) -> None:
    boss = server.staff(f"Eva {lang} {size}", Role.COORDINATOR)
    editor, found = person("en"), []
    lend_cookies(editor, boss)
    editor.goto(f"{server.url}/en/staff/branches/{BRANCH}")
    fill(editor)
    page = person(lang, {"375": PHONE, "1280": DESKTOP}[size])
    for name, path in PUBLIC.items():
        page.goto(f"{server.url}/{lang}{path}")
        found += look(page, f"{name}-{lang}-{size}")
    lend_cookies(page, boss)
    for name, path in STAFF.items():
        page.goto(f"{server.url}/{lang}{path}")
        found += look(page, f"{name}-{lang}-{size}")
    page.locator("#day-0").fill("?")
    page.locator("main form[method=post] .form-actions button").click()
    found += look(page, f"place-staff-refused-{lang}-{size}")
    assert not found, "\n".join(found)
