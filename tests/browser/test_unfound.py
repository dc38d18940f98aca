"""From words nobody understood to a guide: a visitor sends them, an editor adds them, the next visitor finds it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.core.db import session
from app.domain.accounts.terms import Role
from app.domain.insights.models import SearchMiss
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, shoot
from tests.people import Staff
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def log_in(page: Page, server: Server, who: Staff) -> None:
    page.goto(f"{server.url}/en/staff/unfound")
    page.fill("input[name=email]", who.email)
    page.fill("input[name=password]", who.password)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/staff/unfound")


def misses(server: Server) -> int:
    with server.domain():
        return session.execute(select(func.coalesce(func.sum(SearchMiss.count), 0))).scalar_one()


def becomes(server: Server, count: int) -> None:
    until = time.monotonic() + 15
    while (found := misses(server)) != count and time.monotonic() < until:
        time.sleep(0.1)
    assert found == count


@pytest.mark.parametrize(("scripts", "words"), [(True, "Klabautermann brummt"), (False, "Rumpelstilzchen pfeift")])
def test_it_works(scripts: bool, words: str, server: Server, person: Callable[..., Page]) -> None:
    before = misses(server)
    visitor = person("de", PHONE, scripts)
    visitor.goto(f"{server.url}/de/search?q={words}")
    assert not scripts or violations(visitor) == []
    visitor.locator("#unfound button").click()
    expect(visitor.locator("#unfound [role=status]")).to_be_visible()
    becomes(server, before + 1)
    shoot(visitor, f"unfound-thanks-{scripts}")

    editor = person("en", scripts=scripts)
    log_in(editor, server, server.staff(f"Eva Words {scripts}", Role.EDITOR, online=False))
    row = editor.locator("li.panel", has_text=words)
    shoot(editor, f"unfound-list-{scripts}")
    assert not scripts or violations(editor) == []
    row.get_by_role("link", name="Add").click()
    editor.select_option("select[name=other]", "wifi")
    expect(editor.locator("select[name=locale]")).to_have_value("de")
    shoot(editor, f"unfound-words-{scripts}")
    assert not scripts or violations(editor) == []
    editor.locator("form[action$='/add'] .button.main").click()
    editor.wait_for_url("**/staff/unfound?said=words-added*")
    expect(editor.locator("li.panel", has_text=words)).to_have_count(0)

    finder, until = person("de"), time.monotonic() + 20
    finder.goto(f"{server.url}/de/search?q={words}")
    # The first look may come before the index is new; a browser keeps a page for a minute, unless it is asked again.
    while finder.locator("#unfound").count() and time.monotonic() < until:
        finder.reload()
    assert finder.locator("#unfound").count() == 0
    expect(finder.locator("#results a[href*='/wifi']").first).to_be_visible()


def test_typing_counts_nothing_and_a_press_counts_once(server: Server, person: Callable[..., Page]) -> None:
    before, page = misses(server), person("sv")
    page.goto(f"{server.url}/sv/search")
    page.locator("#q").press_sequentially("Snorkfröken dansar", delay=20)
    expect(page.locator("#unfound input[name=q]")).to_have_value("Snorkfröken dansar")
    assert misses(server) == before
    page.locator("#results h2").first.click()
    page.locator("#results h2").first.click()
    becomes(server, before + 1)
    page.locator("main form[role=search] button").click()  # the page itself: finished once more
    page.wait_for_load_state()
    becomes(server, before + 2)
    page.reload()
    page.wait_for_load_state()
    page.locator("#results h2").first.click()
    page.wait_for_timeout(500)
    assert misses(server) == before + 2, "seen again is not searched again"
