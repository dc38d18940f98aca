"""The rota as a small team uses it: a coordinator plans, somebody asks, somebody takes it, visitors read the hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.core import clock
from app.domain.accounts.terms import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.people import Staff
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


@pytest.fixture(scope="module")
def house(open_server: Callable[..., Server]) -> Server:
    """A server of our own: its team follows its rota."""
    return open_server()


def monday() -> date:
    """Of next week: nothing in it is over."""
    today = clock.today("Europe/Stockholm")
    return today + timedelta(days=7 - today.weekday())


def arrive(page: Page, house: Server, who: Staff, path: str = "rota", lang: str = "en") -> None:
    page.goto(f"{house.url}/{lang}/staff/{path}")
    page.fill("input[name=email]", who.email)
    page.fill("input[name=password]", who.password)
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/staff/{path}")


def well(page: Page, name: str) -> None:
    """Nothing for axe to complain of, nothing to scroll sideways for, and a picture."""
    shoot(page, name)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)


def test_it_works(house: Server, person: Callable[..., Page]) -> None:
    eva, karin, per = (
        house.staff(name, role, online=False)
        for name, role in (("Eva Rota", Role.COORDINATOR), ("Karin Rota", Role.STAFF), ("Per Rota", Role.STAFF))
    )
    boss = person("en", DESKTOP)
    arrive(boss, house, eva)
    well(boss, "rota-empty")
    boss.get_by_role("link", name="Add a shift").click()
    boss.get_by_label("Karin Rota").check()
    boss.get_by_label("Nobody yet").check()
    boss.select_option("[name=repeat]", "once")  # a weekly shift would rest where that day is a holiday
    fill(boss, first_day=monday().isoformat(), starts="06:00", ends="23:00")
    boss.locator("[name=ends]").focus()
    boss.keyboard.press("Enter")
    expect(boss.get_by_role("status")).to_contain_text("in the rota")
    well(boss, "rota-week")

    asking = person("en", PHONE, scripts=False)
    arrive(asking, house, karin, "rota/mine")
    asking.locator(".rota-turn").first.click()
    asking.get_by_text("Ask a colleague to take this day").click()
    asking.select_option("select[name=to]", label="Per Rota")
    asking.locator("form[action$='/ask'] input[name=note]").fill("Dentist")
    asking.locator("form[action$='/ask'] button").click()
    expect(asking.get_by_role("status")).to_contain_text("stays yours")

    taking = person("en", PHONE)
    arrive(taking, house, per, "rota/mine")
    well(taking, "rota-mine-asked")
    taking.get_by_role("button", name="I take").click()
    expect(taking.get_by_role("status")).to_contain_text("yours on that day")
    taking.locator(".rota-turn").first.click()
    well(taking, "rota-turn")
    taking.goto(f"{house.url}/en/staff/rota?week={monday()}")
    expect(taking.locator(".rota-days").get_by_text("Instead of Karin Rota")).to_be_visible()
    well(taking, "rota-phone")

    boss.goto(f"{house.url}/en/staff/hours")
    boss.get_by_label("What the rota says").check()
    boss.locator("form[action$='/hours/rota'] button").first.click()
    expect(boss.get_by_text("These are the hours you want")).to_be_visible()
    well(boss, "rota-hours")
    row = boss.locator("table.hours tr").nth((monday() - clock.today("Europe/Stockholm")).days)
    expect(row).to_contain_text("06:00–23:00")


def test_refused_and_undone_by_keyboard(house: Server, person: Callable[..., Page]) -> None:
    boss = person("en", DESKTOP)
    arrive(boss, house, house.staff("Eva Kant", Role.COORDINATOR, online=False))
    house.staff("Ida Rota", online=False)
    day = (monday() + timedelta(days=2)).isoformat()
    boss.goto(f"{house.url}/en/staff/rota/new?day={day}")
    fill(boss, starts="20:00", ends="02:00")
    boss.locator("[name=ends]").press("Enter")
    expect(boss.get_by_role("alert")).to_contain_text("Choose who has the shift")
    expect(boss.locator("[name=ends]")).to_have_value("02:00")
    well(boss, "rota-refused")
    boss.get_by_label("Ida Rota").focus()
    boss.keyboard.press("Space")
    boss.keyboard.press("Enter")
    boss.locator(".rota-table").get_by_role("row", name="Ida Rota").get_by_role("link").focus()
    boss.keyboard.press("Enter")
    take_out = boss.get_by_role("button", name="Take out this day")
    take_out.focus()
    boss.keyboard.press("Enter")
    expect(boss.locator(".rota-table").get_by_text("Ida Rota")).to_have_count(0)
    boss.get_by_role("button", name="Undo").focus()
    boss.keyboard.press("Enter")
    expect(boss.locator(".rota-table").get_by_role("row", name="Ida Rota")).to_be_visible()
    boss.goto(f"{house.url}/en/staff/rota/new?day={day}")
    boss.get_by_label("Nobody yet").check()
    boss.select_option("[name=repeat]", "once")  # what comes every week by itself is not copied
    fill(boss, starts="12:00", ends="14:00")
    boss.locator("[name=ends]").press("Enter")
    boss.get_by_role("button", name="Copy to the week after").focus()
    boss.keyboard.press("Enter")
    expect(boss.get_by_role("status")).to_contain_text("copied")
    boss.set_viewport_size({"width": DESKTOP["width"] // 2, "height": DESKTOP["height"] // 2})
    well(boss, "rota-copied-at-200-percent")
    boss.get_by_role("button", name="Undo").focus()
    boss.keyboard.press("Enter")
    expect(boss.get_by_role("status")).to_contain_text("taken back")


@pytest.mark.parametrize(("lang", "scheme", "size"), [("sv", "dark", PHONE), ("ar", "light", DESKTOP)])
def test_other_languages_and_the_dark(
    lang: str, scheme: str, size: dict[str, int], house: Server, person: Callable[..., Page]
) -> None:
    page = person(lang, size, color_scheme=scheme)
    arrive(page, house, house.staff(f"Eva {lang}", Role.COORDINATOR, online=False), lang=lang)
    page.goto(f"{house.url}/{lang}/staff/rota?week={monday()}")
    well(page, f"rota-{lang}-{scheme}")
    page.goto(f"{house.url}/{lang}/staff/rota/new")
    well(page, f"rota-form-{lang}-{scheme}")
    page.goto(f"{house.url}/{lang}/staff/rota/mine")
    well(page, f"rota-mine-{lang}-{scheme}")
