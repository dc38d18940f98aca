"""axe-core on the page in front of us."""

from __future__ import annotations

from functools import cache

from playwright.sync_api import Page

from tests import needs


@cache
def _source() -> str:
    return needs.AXE.read_text(encoding="utf-8")


RUN = "async (but) => (await axe.run(but ? {exclude: [[but]]} : document, {resultTypes: ['violations']})).violations"


def violations(page: Page, but: str = "") -> list[str]:
    """What axe-core finds, a line each: the rule, and the first place. Runs past the page's own script policy.

    `but`: a part that is left out, where it was looked at a moment ago.
    """
    page.wait_for_load_state()
    page.evaluate(_source())
    found = page.evaluate(RUN, but)
    return [f"{one['id']}: {one['help']} at {one['nodes'][0]['target']} ({len(one['nodes'])})" for one in found]
