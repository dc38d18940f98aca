"""Every shipped question tree, walked to every end by pressing: in Swedish and Arabic, with and without JavaScript.

axe looks at every page that is made of something no page of the walk was made of before. With WALK=whole it looks at every single
one, which takes minutes more: `WALK=whole ./vejviser test tests/browser/test_flows.py`.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.reading import form_of
from tests.server import Server
from tests.shipped_flows import Shipped, doors, shipped

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
SLUGS = sorted(shipped())
WHOLE = os.environ.get("WALK") == "whole"
# What a page is made of, not what it says: its elements with their classes and roles.
MADE_OF = """() => [...new Set([...document.querySelectorAll("body *")].map(one =>
    [one.tagName, one.className.baseVal ?? one.className, one.getAttribute("role")].join(" ")))].sort().join()"""


class Walk:
    """One walk that presses its way to every question and every end of a tree."""

    def __init__(self, page: Page, one: Shipped, lang: str, look: bool) -> None:
        self.page, self.one, self.lang, self.look = page, one, lang, look
        self.words, self.onward = one.texts[lang], doors(one.tree)
        self.met: set[str] = set()
        self.found: list[str] = []
        self.looked: set[str] = set()

    def go(self, url: str) -> Walk:
        self.page.goto(f"{url}/{self.lang}/flow/{self.one.tree.slug}")
        self._at(self.one.tree.start)
        return self

    def _at(self, node: str) -> None:
        """Here is this question or end; then on through every door that leads to something new."""
        said = self.words.questions.get(node) or self.words.outcomes[node]
        expect(self.page.locator("#main h1, #question").filter(has_text=said.title).first).to_be_visible()
        self.met.add(node)
        if self.look and self._is_new():
            self.found += [f"{self.one.tree.slug} {node}: {one}" for one in violations(self.page)]
        here = self.page.url
        for place, (option, leads) in enumerate(self.onward.get(node, ())):
            if place:
                self.page.goto(here)
            codes = [one.code for one in self.one.tree.questions[node].options]
            answer = self.page.locator(".flow-options > li").nth(codes.index(option))
            expect(answer).to_contain_text(self.words.questions[node].options[option])
            answer.locator("a, button").click()
            self._at(leads)

    def _is_new(self) -> bool:
        made_of = self.page.evaluate(MADE_OF)
        seen = made_of in self.looked and not WHOLE
        self.looked.add(made_of)
        return not seen


def nodes(one: Shipped) -> set[str]:
    return one.tree.questions.keys() | one.tree.outcomes.keys()


@pytest.mark.parametrize("slug", SLUGS)
def test_it_works(slug: str, server: Server, person: Callable[..., Page]) -> None:
    """In Swedish on a phone: every node seen, axe finds nothing."""
    walk = Walk(person("sv", PHONE), shipped()[slug], "sv", look=True).go(server.url)
    assert walk.met == nodes(shipped()[slug]) and not walk.found, "\n".join(walk.found)


@pytest.mark.parametrize("slug", SLUGS)
def test_in_arabic(slug: str, server: Server, person: Callable[..., Page]) -> None:
    walk = Walk(person("ar", DESKTOP), shipped()[slug], "ar", look=True).go(server.url)
    assert walk.met == nodes(shipped()[slug]) and not walk.found, "\n".join(walk.found)


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize("slug", SLUGS)
def test_without_scripts(slug: str, lang: str, server: Server, person: Callable[..., Page]) -> None:
    walk = Walk(person(lang, PHONE, scripts=False), shipped()[slug], lang, look=False).go(server.url)
    assert walk.met == nodes(shipped()[slug])


@pytest.mark.parametrize("scripts", [True, False])
def test_leaving_a_sensitive_tree_leaves_nothing(scripts: bool, server: Server, person: Callable[..., Page]) -> None:
    one = shipped()["tricked"]
    page = person("sv", PHONE, scripts=scripts)
    page.context.route("https://www.wikipedia.org/**", _elsewhere)
    page.goto(f"{server.url}/sv/flow/tricked")
    for _press in range(2):
        page.locator(".flow-options button").first.click()
    assert page.url.endswith("/sv/flow/tricked/3") and "a=" not in page.url
    assert [cookie["name"] for cookie in page.context.cookies()] == ["vejviser_flow"]
    page.wait_for_load_state()
    if scripts:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    else:
        page.locator("form.leave-form button").click()
    page.wait_for_url("https://www.wikipedia.org/")
    expect(page.locator("body")).to_have_text("Elsewhere")
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
    page.locator("form.leave-form button").click()
    page.wait_for_url("https://www.wikipedia.org/")
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
    window.locator("#desk_queue .queue-row a", has_text="The path comes along").first.click()
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
