"""The list of who can help without and with scripts, and links to outside services: plain, and counted by page only."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Route, expect

from app.domain.accounts.terms import Role
from app.domain.referrals import queries
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_every_page import lend_cookies, look
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def elsewhere(page: Page) -> list[str]:
    """Everybody's page outside is ours for this test; what was asked of them."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(f"{route.request.method} {route.request.url}")
        route.fulfill(status=200, content_type="text/html", body="<h1>Elsewhere</h1>")

    page.route(lambda url: "127.0.0.1" not in url, answer)
    return asked


def followed(server: Server) -> dict[str, int]:
    with server.domain():
        return {f"{one.page} {one.service.slug}": one.count for one in queries.report(30).both}


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """Without scripts: a plain form, an address that says what was chosen, and a way out of each choice."""
    page = person("en", PHONE, scripts=False)
    page.goto(f"{server.url}/en/actors")
    everybody = page.locator("#found .card").count()
    page.select_option("#area", "DK")
    page.locator("summary", has_text="More to choose by").click()
    page.select_option("#topic", "eid")
    page.fill("#q", "mitid")
    page.get_by_role("button", name="Show").click()
    assert "q=mitid" in page.url and "area=DK" in page.url and "topic=eid" in page.url
    found = page.locator("#found .card")
    assert 0 < found.count() < everybody
    expect(found.first).to_contain_text("MitID")  # called so; others only mention it
    page.locator(".chosen-all").click()
    expect(page.locator("#found .card")).to_have_count(everybody)


def test_with_scripts_the_list_follows_and_the_address_too(server: Server, person: Callable[..., Page]) -> None:
    page = person("en", DESKTOP)
    page.goto(f"{server.url}/en/actors")
    everybody = page.locator("#found .card").count()
    page.locator("#q").press_sequentially("swedbank")
    page.wait_for_url("**q=swedbank**")
    assert 0 < page.locator("#found .card").count() < everybody
    expect(page.locator("#found-status")).to_contain_text("We know of")
    expect(page.locator("#q")).to_be_focused()
    page.locator(".language-menu summary, .language-menu button").first.click()
    assert "q=swedbank" in (page.locator(".language-menu a[href*='/sv/']").first.get_attribute("href") or "")


def test_a_followed_link_is_counted_and_goes_straight_out(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv", DESKTOP)
    asked, told = elsewhere(page), []
    page.on("request", lambda one: told.append(one) if one.url.endswith("/leaving") else None)
    page.goto(f"{server.url}/sv/guide/eid-locked-se?q=hemligt")
    link = page.locator("a[data-leaving][href^=http]").first
    href, slug = link.get_attribute("href") or "", link.get_attribute("data-leaving") or ""
    assert "127.0.0.1" not in href and server.url not in href
    before = followed(server).get(f"guide:eid-locked-se {slug}", 0)
    link.click()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    assert asked[0] == f"GET {href}" or asked[0].startswith(f"GET {href.rstrip('/')}")
    (one,) = told
    assert parse_qs(one.post_data or "") == {"page": ["guide:eid-locked-se"], "service": [slug]}
    for _ in range(50):
        if followed(server).get(f"guide:eid-locked-se {slug}", 0) == before + 1:
            return
        page.wait_for_timeout(100)
    raise AssertionError(followed(server))


def test_without_scripts_nothing_is_counted_and_the_link_works(server: Server, person: Callable[..., Page]) -> None:
    page = person("sv", PHONE, scripts=False)
    elsewhere(page)
    page.goto(f"{server.url}/sv/actor/swedbank")
    before = followed(server)
    page.locator("a[data-leaving][href^=http]").first.click()
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible()
    assert followed(server) == before


def test_the_link_does_not_wait_for_the_count(server: Server, person: Callable[..., Page]) -> None:
    """The counting answers never; the reader is away all the same."""
    page = person("sv", DESKTOP)
    elsewhere(page)
    page.route("**/leaving", lambda _route: None)
    page.goto(f"{server.url}/sv/actor/swedbank")
    page.locator("a[data-leaving][href^=http]").first.click(no_wait_after=True)
    expect(page.get_by_role("heading", name="Elsewhere")).to_be_visible(timeout=5000)


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize(("size", "viewport"), [("375", PHONE), ("1280", DESKTOP)])
def test_every_state_of_them(
    lang: str, size: str, viewport: dict[str, int], server: Server, person: Callable[..., Page]
) -> None:
    page, found = person(lang, viewport), []
    paths = {
        "actors-narrowed": "/actors?area=SE-2482&topic=eid&q=bank",
        "actors-nobody": "/actors?language=so&open=yes&q=bank",
        "actor-many-services": "/actor/skatteverket",
    }
    for name, path in paths.items():
        page.goto(f"{server.url}/{lang}{path}")
        found += look(page, f"{name}-{lang}-{size}")
    boss = server.staff(f"Maria notices {lang} {size}", Role.COORDINATOR, online=False)
    visitor = server.visitor()
    visitor.post("/sv/leaving", {"page": "actor:mitid", "service": "mitid-support"})
    lend_cookies(page, boss)
    staff = {"alerts": "/staff/alerts", "alert": "/staff/actors/mitid-support/alert", "referrals": "/staff/referrals"}
    for name, path in staff.items():
        page.goto(f"{server.url}/{lang}{path}")
        found += look(page, f"{name}-{lang}-{size}")
    assert not found, "\n".join(found)


def test_a_notice_from_the_form_to_every_card(server: Server, person: Callable[..., Page]) -> None:
    editor = server.staff("Eva notices", Role.EDITOR, online=False)
    page = person("sv", PHONE, scripts=False)
    lend_cookies(page, editor)
    page.goto(f"{server.url}/sv/staff/actors/mitid-support/alert")
    page.fill("[name=text-da]", "Telefonen er lukket i dag.")
    page.fill("[name=until]", page.locator("[name=until]").get_attribute("max") or "")
    page.locator("main form .form-actions button").click()
    page.wait_for_url("**said=alert-set")
    reader = person("da", PHONE)
    reader.wait_for_timeout(2000)
    reader.goto(f"{server.url}/da/actor/mitid")
    expect(reader.locator("#mitid-support .notice.warn")).to_contain_text("Telefonen er lukket i dag.")
    guide = reader.locator("main a[href*='/da/guide/']").first.get_attribute("href") or ""
    reader.goto(server.url + guide)
    expect(reader.locator("main")).to_contain_text("Telefonen er lukket i dag.")
    assert look(reader, "actor-alert-da-375") == []
    page.goto(f"{server.url}/sv/staff/actors/mitid-support/alert")
    page.locator("form[action$='/alert/clear'] button").click()
    page.wait_for_url("**said=alert-cleared")
