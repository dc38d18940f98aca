"""Every shipped question tree, walked to every end by pressing, in Swedish and Arabic, with and without JavaScript.

The suite walks some trees in Swedish, one in Arabic and one without scripts, and axe looks at every page that is made of
something no page of the walk was made of before. Every walk and every page, which takes minutes more:
`WALK=whole ./vejviser test tests/browser/test_flow_walks.py`. Every path in every language is walked without a browser in
tests/web/public/test_flow_shipped.py.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.server import Server
from tests.shipped_flows import Shipped, doors, shipped

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
WHOLE = os.environ.get("WALK") == "whole"
SLUGS = sorted(shipped())
IN_SWEDISH = SLUGS if WHOLE else ["bank-pay", "mitid-dk", "tricked"]
IN_ARABIC = SLUGS if WHOLE else ["eid-se"]
WITHOUT_SCRIPTS = [(slug, lang) for slug in SLUGS for lang in ("sv", "ar")] if WHOLE else [("letter-form", "ar")]
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


@pytest.mark.parametrize("slug", IN_SWEDISH)
def test_it_works(slug: str, server: Server, person: Callable[..., Page]) -> None:
    """In Swedish on a phone: every node seen, axe finds nothing."""
    walk = Walk(person("sv", PHONE), shipped()[slug], "sv", look=True).go(server.url)
    assert walk.met == nodes(shipped()[slug]) and not walk.found, "\n".join(walk.found)


@pytest.mark.parametrize("slug", IN_ARABIC)
def test_in_arabic(slug: str, server: Server, person: Callable[..., Page]) -> None:
    walk = Walk(person("ar", DESKTOP), shipped()[slug], "ar", look=True).go(server.url)
    assert walk.met == nodes(shipped()[slug]) and not walk.found, "\n".join(walk.found)


@pytest.mark.parametrize(("slug", "lang"), WITHOUT_SCRIPTS)
def test_without_scripts(slug: str, lang: str, server: Server, person: Callable[..., Page]) -> None:
    walk = Walk(person(lang, PHONE, scripts=False), shipped()[slug], lang, look=False).go(server.url)
    assert walk.met == nodes(shipped()[slug])
