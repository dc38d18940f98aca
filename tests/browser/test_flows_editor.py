"""An editor mends a question tree in a browser: a fault is named, publishing refused, then visitors read the new words."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.core import i18n
from app.domain.accounts.terms import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.browser.test_every_page import lend_cookies, look
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
SLUG = "login"


def open_edit(page: Page, server: Server, part: str) -> None:
    page.goto(f"{server.url}/en/staff/flows/{SLUG}/edit?part={part}")


def write(page: Page, old: str, new: str) -> None:
    """Writes one thing over in the field and saves."""
    field = page.locator("#typed")
    text = field.input_value()
    assert old in text
    field.fill(text.replace(old, new, 1))
    page.locator(".tree-form .button.main").click()
    page.wait_for_load_state()


def first_title(page: Page) -> str:
    found = re.search(r"^title: ['\"]?(.+?)['\"]?$", page.locator("#typed").input_value(), re.M)
    assert found
    return found[1]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_works(scripts: bool, server: Server, person: Callable[..., Page]) -> None:
    eva = server.staff(f"Ebba {scripts}", Role.EDITOR, online=False)
    page, visitor = person("en", scripts=scripts), person("en")
    lend_cookies(page, eva)
    page.goto(f"{server.url}/en/staff/flows")
    page.locator(f"main a[href$='/staff/flows/{SLUG}']").first.click()
    page.get_by_role("link", name="Change").click()
    start = re.search(r"next: (\S+)", page.locator("#typed").input_value())
    assert start
    write(page, f"next: {start[1]}\n", "next: nowhere\n")
    expect(page.locator(".gap-list")).to_contain_text("leads to a question or an end that does not exist")
    assert not scripts or violations(page) == []
    page.get_by_role("link", name="See the draft, and publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator("[role=alert]")).to_contain_text("Nothing was published")
    assert not scripts or violations(page) == []
    shoot(page, f"flow-refused-{scripts}")

    open_edit(page, server, "structure")
    write(page, "next: nowhere\n", f"next: {start[1]}\n")
    open_edit(page, server, "en")
    words = f"Can you not get in? {scripts}"
    write(page, first_title(page), words)
    page.get_by_role("link", name="See the draft, and publish").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(f"**/staff/flows/{SLUG}?said=flow-published")
    until = time.monotonic() + 2
    visitor.goto(f"{server.url}/en/flow/{SLUG}")
    while words not in visitor.content() and time.monotonic() < until:
        visitor.goto(f"{server.url}/en/flow/{SLUG}?at={time.monotonic()}")
    assert words in visitor.content(), "a page follows changed content within two seconds"


def test_the_picture_can_be_reached_and_moved_by_keyboard(server: Server, person: Callable[..., Page]) -> None:
    page = person("en", PHONE)
    lend_cookies(page, server.staff("Eva Keys", Role.EDITOR, online=False))
    page.goto(f"{server.url}/en/staff/flows/{SLUG}")
    picture = page.locator(".picture-wrap")
    picture.focus()
    before = picture.evaluate("one => one.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    assert picture.evaluate("one => one.scrollLeft") > before
    link = page.locator(".node-answers a").first
    target = (link.get_attribute("href") or "")[1:]
    link.click()
    expect(page.locator(f"li[id='{target}']")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("lang", "size", "scheme"),
    [("sv", "375", "dark"), ("sv", "1280", "light"), ("ar", "375", "light"), ("ar", "1280", "dark")],
)
def test_every_page(lang: str, size: str, scheme: str, server: Server, person: Callable[..., Page]) -> None:
    eva = server.staff(f"Eva {lang} {size} {scheme}", Role.EDITOR, online=False)
    page = person(lang, PHONE if size == "375" else DESKTOP, color_scheme=scheme)
    lend_cookies(page, eva)
    other, base = f"mitid-dk/edit?part={'fi' if lang == 'sv' else 'uk'}", f"{server.url}/{lang}/staff/flows"
    page.goto(f"{base}/tricked/edit?part=en")
    write(page, first_title(page), f"Somebody tricked me {lang} {size} {scheme}")
    paths = {
        "list": "", "new": "/new", "tree": "/eid-se", "structure": "/eid-se/edit", "words": f"/{other}",
        "edit": "/tricked/edit?part=sv", "draft": f"/tricked/draft?language={lang}", "throw": "/tricked/throw-away",
    }  # fmt: skip
    found = []
    for name, path in paths.items():
        page.goto(base + path)
        found += look(page, f"flow-{name}-{lang}-{size}-{scheme}")
    page.goto(f"{base}/mitid-dk/edit?part=en")
    write(page, "title:", "title: a: b\nwrong:")
    expect(page.locator("#errors")).to_be_visible()
    found += look(page, f"flow-wrong-{lang}-{size}-{scheme}")
    assert not found, "\n".join(found)
    assert i18n.locales()[lang].dir == page.locator("html").get_attribute("dir")


def test_forced_colours_and_paper(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv", forced_colors="active")
    lend_cookies(page, server.staff("Eva Paper", Role.EDITOR, online=False))
    page.goto(f"{server.url}/sv/staff/flows/eid-se")
    shoot(page, "flow-tree-forced")
    page.emulate_media(media="print", forced_colors="none")
    shoot(page, "flow-tree-print")
    expect(page.locator(".picture-wrap svg")).to_be_visible()
