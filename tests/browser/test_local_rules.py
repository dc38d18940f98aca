"""An editor's rule for Skellefteå: a visitor there sees it on the guide and in the matrix at once, elsewhere nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.domain.accounts.terms import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, SHOTS, shoot
from tests.browser.test_every_page import lend_cookies, look
from tests.people import Browser
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
GUIDE = "eid-locked-se"
SECONDS = 2.0


def editor(server: Server, person: Callable[..., Page], name: str, scripts: bool = True, lang: str = "en") -> Page:
    page = person(lang, scripts=scripts)
    lend_cookies(page, server.staff(name, Role.EDITOR, online=False))
    return page


def sees(server: Server, path: str, words: str) -> bool:
    """Whether a visitor who comes now reads it, in a browser that keeps nothing."""
    return words in Browser(server.url).get(path).text


def within(seconds: float, seen: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not seen() and time.monotonic() < until:
        time.sleep(0.1)
    return seen()


@pytest.mark.parametrize(("scripts", "words"), [(True, "Vi ringer banken med dig"), (False, "Vi bokar en tyst plats")])
def test_it_works(scripts: bool, words: str, server: Server, person: Callable[..., Page]) -> None:
    paths = [f"/sv/guide/{GUIDE}?area=%s", "/sv/area/%s/matrix"]
    here, elsewhere = [path % "SE-2482" for path in paths], [path % "SE-1480" for path in paths]
    assert not any(sees(server, path, words) for path in here)  # and now they are kept in memory
    page = editor(server, person, f"Eva {scripts}", scripts)
    page.goto(f"{server.url}/en/staff/rules/new")
    page.select_option("#area", "SE-2482")
    page.select_option("#guide", GUIDE)
    page.click(".form-actions button")
    page.locator("#strikes input").nth(1 if scripts else 2).check()
    page.fill("#text-sv", words)
    page.click("button[value=preview]")
    expect(page.locator(".rule-preview")).to_contain_text(words)
    expect(page.locator("#text-sv")).to_have_value(words)
    assert not scripts or violations(page) == []
    shoot(page, f"rule-preview-{scripts}")
    assert not sees(server, here[0], words)
    page.click(".form-actions .button.main")
    page.wait_for_url("**said=rule")
    assert within(SECONDS, lambda: all(sees(server, path, words) for path in here))
    assert not any(sees(server, path, words) for path in [*elsewhere, f"/sv/guide/{GUIDE}", "/sv/area/SE/matrix"])

    page.goto(f"{server.url}/en/staff/rules")
    row = page.locator("li.rule", has_text=words)
    assert not scripts or violations(page) == []
    row.locator("button").click()
    page.wait_for_url("**said=rule-removed*")
    assert within(SECONDS, lambda: not any(sees(server, path, words) for path in here))
    page.locator("[role=status] button").click()
    page.wait_for_url("**said=rule-back")
    assert within(SECONDS, lambda: all(sees(server, path, words) for path in here))


def test_the_filter_follows_while_one_types(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv")
    page.goto(f"{server.url}/sv/area/SE-2482/matrix")
    expect(page.locator("#matrix tbody tr:not(.matrix-topic)")).to_have_count(60)
    page.locator("#q").press_sequentially("bankid", delay=20)
    page.wait_for_url("**q=bankid*")
    expect(page.locator("#q")).to_be_focused()
    assert 0 < page.locator("#matrix tbody tr:not(.matrix-topic)").count() < 60
    page.fill("#q", "")
    page.select_option("#topic", "eid")
    page.wait_for_url("**topic=eid*")
    expect(page.locator(".matrix-topic")).to_have_count(1)


def test_the_filter_without_scripts(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv", PHONE, scripts=False)
    page.goto(f"{server.url}/sv/area/SE-2482/matrix")
    page.select_option("#topic", "eid")
    page.click(".matrix-filter button")
    expect(page.locator(".matrix-topic")).to_have_count(1)


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["375", "1280"])
def test_every_page_of_it(lang: str, size: dict[str, int], server: Server, person: Callable[..., Page]) -> None:
    name = f"{lang}-{size['width']}"
    page, found = person(lang, size), []
    for shot, path in (
        ("matrix", "SE-2482/matrix"), ("matrix-country", "DK/matrix"), ("matrix-topic", "SE-2482/matrix?topic=eid"),
        ("matrix-none", "SE-2482/matrix?q=zzqqxx"),
    ):  # fmt: skip
        page.goto(f"{server.url}/{lang}/area/{path}")
        found += look(page, f"{shot}-{name}")
    lend_cookies(page, server.staff(f"Elin {name}", Role.EDITOR, online=False))
    for shot, path in (("rules", ""), ("rule-choose", "/new"), ("rule-new", f"/new?area=SE-2482&guide={GUIDE}")):
        page.goto(f"{server.url}/{lang}/staff/rules{path}")
        found += look(page, f"{shot}-{name}")
    assert not found, "\n".join(found)


def test_on_paper(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv")
    page.goto(f"{server.url}/sv/area/SE-2482/matrix")
    SHOTS.mkdir(exist_ok=True)
    sheet = page.pdf(path=SHOTS / "matrix.pdf", prefer_css_page_size=True)
    assert b"/MediaBox [0 0 841" in sheet, "not A4 on its side"
    page.emulate_media(media="print")
    shoot(page, "matrix-print")
    assert page.locator(".matrix thead").evaluate("node => getComputedStyle(node).display") == "table-header-group"
    assert not page.locator(".matrix-filter").is_visible()
