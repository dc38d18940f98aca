"""Question trees in a browser: leaving, going back, the way to the desk, and how they look."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.reading import form_of
from tests.server import Server
from tests.shipped_flows import shipped

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
# Where a server sends there Playwright cannot answer in its place, and the browser says that it has no network.
ELSEWHERE = re.compile(r"^https://www\.wikipedia\.org/$|^chrome-error:")


@pytest.mark.parametrize("scripts", [True, False])
def test_it_works(scripts: bool, server: Server, person: Callable[..., Page]) -> None:
    one = shipped()["tricked"]
    page = person("sv", PHONE, scripts=scripts)
    page.context.route("https://www.wikipedia.org/**", _elsewhere)
    page.goto(f"{server.url}/sv/flow/tricked")
    for _press in range(2):
        page.locator(".flow-options button").first.click()
    assert page.url.endswith("/sv/flow/tricked/3") and "a=" not in page.url
    assert [cookie["name"] for cookie in page.context.cookies()] == ["vejviser_flow"]
    page.wait_for_load_state()
    with page.expect_request("https://www.wikipedia.org/"):
        if scripts:
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        else:
            page.locator("form.leave-form button").click()
    page.wait_for_url(ELSEWHERE)
    assert page.context.cookies(server.url) == []
    page.goto(f"{server.url}/sv/flow/tricked/3")
    assert page.url.endswith("/sv/flow/tricked"), "whoever opens its address again begins at the beginning"
    expect(page.locator(".chosen")).to_have_count(0)
    assert one.texts["sv"].title in page.inner_text("h1")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_back_button_after_leaving_shows_nothing_of_it(
    scripts: bool, server: Server, person: Callable[..., Page]
) -> None:
    page = person("sv", DESKTOP, scripts=scripts)
    page.context.route("https://www.wikipedia.org/**", _elsewhere)
    page.goto(f"{server.url}/sv/flow/tricked")
    page.locator(".flow-options button").first.click()
    title = page.inner_text("h1")
    with page.expect_request("https://www.wikipedia.org/"):
        page.locator("form.leave-form button").click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    page.wait_for_load_state()
    assert title not in page.content() and page.locator(".chosen").count() == 0
    assert page.context.cookies(server.url) == []


def test_back_goes_one_step_back(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv", PHONE)
    page.goto(f"{server.url}/sv/flow/tricked")
    page.locator(".flow-options button").nth(3).click()
    second = page.inner_text("h1")
    page.locator(".flow-options button").first.click()
    assert page.inner_text("h1") != second
    page.go_back()
    expect(page.locator("h1")).to_have_text(second)
    page.locator(".back a").click()
    expect(page.locator(".chosen")).to_have_count(1)


def test_the_path_arrives_at_the_desk(server: Server, person: Callable[..., Page]) -> None:
    words = shipped()["tricked"].texts["ar"]
    librarian, visitor = server.staff("Karin Paths"), server.visitor("ar")
    visitor.post("/ar/flow/tricked/answer", {"question": "now", "option": "happened"})
    page = visitor.get("/ar/ask?from=flow:tricked")
    assert words.questions["now"].options["happened"] in page.text
    visitor.submit(form_of(page.text, "/ask"), text="The path comes along")
    window = person("en")
    window.context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": server.url} for one in librarian.http.cookies]
    )
    window.goto(f"{server.url}/sv/staff/")
    # By its address: the queue is drawn anew whenever somebody else asks, also under a hand.
    row = window.locator("#desk_queue .queue-row a", has_text="The path comes along").first
    window.goto(server.url + (row.get_attribute("href") or ""))
    swedish = shipped()["tricked"].texts["sv"].questions["now"]
    expect(window.locator(".desk-side .path-answers").first).to_contain_text(swedish.options["happened"])
    assert violations(window) == []


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize("name", ["375", "1280", "dark"])
def test_how_it_looks(name: str, lang: str, server: Server, person: Callable[..., Page]) -> None:
    """Pictures for people: the start, an urgent end, on paper and in the dark; nothing wider than the screen."""
    dark = {"color_scheme": "dark"} if name == "dark" else {}
    page = person(lang, DESKTOP if name == "1280" else PHONE, **dark)
    page.goto(f"{server.url}/{lang}/flow/tricked")
    shoot(page, f"flow-start-{lang}-{name}")
    for _press in range(2):
        page.locator(".flow-options button").first.click()
    shoot(page, f"flow-end-{lang}-{name}")
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 1 and violations(page) == []
    page.emulate_media(media="print")
    shoot(page, f"flow-end-{lang}-{name}-print")


def _elsewhere(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<title>Elsewhere</title><body>Elsewhere</body>")
