"""The account in a browser: a second step by phone, a browser that is woken, and a visitor at night who is answered."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time as wall_time
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from app.core import clock, counter
from app.core.unit import unit_of_work
from app.domain.accounts import queries
from app.domain.accounts.terms import Role
from app.domain.places.models import TeamException, TeamHours
from app.domain.rota.models import Shift
from app.domain.rota.terms import ShiftKind
from tests import push_house
from tests.browser import axe
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.chromium import whole
from tests.people import Staff
from tests.push_house import Service, serving
from tests.server import Server
from tests.staff_house import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]
# Chromium has no push service here: the page is given a subscription at ours, made the way a browser makes one.
SUBSCRIBED = """(told) => {
  const made = { endpoint: told.endpoint, toJSON: () => told, unsubscribe: async () => true };
  let kept = null;
  PushManager.prototype.subscribe = async function (wish) {
    if (wish.applicationServerKey.length !== 65) throw new Error("no key");
    return (kept = made);
  };
  PushManager.prototype.getSubscription = async () => kept || (sessionStorage.woken ? made : null);
  addEventListener("pagehide", () => { if (kept) sessionStorage.woken = "yes"; });
}"""


@pytest.fixture(scope="module")
def chromium(chromium: Browser) -> Iterator[Browser]:
    """Notices are shown by the whole browser alone."""
    with whole(chromium) as browser:
        yield browser


@dataclass
class Night:
    """A server whose team is closed, and a push service."""

    server: Server
    service: Service


@pytest.fixture(scope="module")
def night(open_server: Callable[..., Server]) -> Iterator[Night]:
    with serving() as service:
        server = open_server(PUSH_TO_LOOPBACK="1")
        with server.domain(), unit_of_work() as unit:
            unit.session.execute(delete(TeamHours))
            unit.session.execute(delete(TeamException))
            counter.bump(counter.CONTENT)
        yield Night(server, service)


def log_in(page: Page, server: Server, staff: Staff, to: str, lang: str = "en") -> None:
    page.goto(f"{server.url}/{lang}/staff/{to}")
    page.fill("input[name=email]", staff.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button[type=submit]")


def number(letters: str, ago: int = 0) -> str:
    secret = base64.b32decode(letters.replace(" ", ""))
    return TOTP(secret, 6, SHA1(), 30).generate(int(time.time()) - ago).decode()


def test_it_works(night: Night, person: Callable[..., Page]) -> None:
    """At night: a question wakes the browser of whoever is on call; they come, and the visitor's page is a queue."""
    server, service = night.server, night.service
    staff = server.staff("Nora Natt", online=False)
    made = push_house.Browser(service, "nora")
    page = person("en", DESKTOP, permissions=["notifications"])
    told = {
        "endpoint": made.subscription.endpoint,
        "keys": {"p256dh": made.subscription.p256dh, "auth": made.subscription.auth},
    }
    page.context.add_init_script(f"({SUBSCRIBED})({told!r})")
    log_in(page, server, staff, "account")
    page.get_by_role("button", name="Wake this browser").click()
    expect(page.get_by_text("This browser is woken.")).to_be_visible()
    expect(page.locator("[data-wake-this]")).to_be_visible()
    scopes = page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope)")
    assert scopes == [f"{server.url}/en/staff/"]
    assert axe.violations(page) == []
    shoot(page, "account-woken")
    with server.domain(), unit_of_work() as unit:
        me = queries.member(staff.public_id)
        for ago in (1, 0, -1):  # where it is night, it may be tomorrow already
            day = clock.today() - timedelta(days=ago)
            given = {"first_day": day, "last_day": day, "starts": wall_time(0), "ends": wall_time(0)}
            unit.session.add(Shift(staff_id=me.id, kind=ShiftKind.ON_CALL, **given))
    visitor = person("sv", PHONE)
    visitor.goto(f"{server.url}/en/ask")
    expect(visitor.get_by_text("a librarian on call may be able to answer")).to_be_visible()
    shoot(visitor, "ask-on-call")
    assert axe.violations(visitor) == []
    visitor.fill("textarea[name=text]", "My card is gone")
    visitor.click("button[name=how][value=queue]")
    expect(visitor.get_by_text("a librarian on call is told that you wait")).to_be_visible()
    until = time.monotonic() + 40
    while not service.to(made) and time.monotonic() < until:
        page.wait_for_timeout(200)
    said = made.read(service.to(made)[0])
    assert said["title"] == "Somebody is waiting" and "card" not in str(said)
    staff.go("online")
    expect(visitor.get_by_text("a librarian on call is told that you wait")).to_have_count(0, timeout=40_000)
    expect(visitor.get_by_text("You are next in line.")).to_be_visible()
    assert len(service.to(made)) == 1


def test_a_woken_browser_shows_a_notice_and_keeps_no_page(night: Night, person: Callable[..., Page]) -> None:
    """The service worker itself, woken by Chromium as a push service would."""
    server = night.server
    staff = server.staff("Wilma Worker", online=False)
    page = person("en", DESKTOP, permissions=["notifications"])
    log_in(page, server, staff, "account")
    page.wait_for_url("**/staff/account")
    devtools = page.context.new_cdp_session(page)
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    page.evaluate(
        "async () => { await navigator.serviceWorker.register('/en/staff/wake.js', {scope: '/en/staff/'});"
        " await navigator.serviceWorker.ready; }"
    )
    words = '{"title": "Somebody is waiting", "body": "You are on call.", "tag": "t", "url": "/en/staff/"}'
    page.wait_for_timeout(500)
    given = {"origin": server.url + "/", "registrationId": found[-1], "data": words}
    shown = "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((one) => one.title)"
    until = time.monotonic() + 20
    while page.evaluate(shown) != ["Somebody is waiting"] and time.monotonic() < until:
        # Again: what comes while a worker is still being put in is dropped, and its notice has a tag, so it is one.
        devtools.send("ServiceWorker.deliverPushMessage", given)
        page.wait_for_timeout(1000)
    assert page.evaluate(shown) == ["Somebody is waiting"]
    assert page.evaluate("async () => (await caches.keys()).length") == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_second_step_by_phone(night: Night, person: Callable[..., Page], scripts: bool) -> None:
    server = night.server
    staff = server.staff(f"Tove Tal {scripts}", online=False)
    page = person("sv", PHONE, scripts=scripts)
    log_in(page, server, staff, "account")
    page.get_by_role("link", name="Set up a second step").click()
    letters = page.locator(".totp-letters").inner_text()
    if scripts:
        assert axe.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        shoot(page, "second-step-phone")
    page.fill("#number", "000000")
    page.keyboard.press("Enter")
    expect(page.locator("#number-error")).to_be_visible()
    assert page.locator(".totp-letters").inner_text() == letters
    page.fill("#number", number(letters, ago=30))
    page.keyboard.press("Enter")
    expect(page.locator(".totp-codes li")).to_have_count(10)
    shoot(page, f"second-step-codes-{scripts}")
    code = page.locator(".totp-codes code").first.inner_text()
    page.get_by_role("button", name="Log out").click()
    log_in(page, server, staff, "account")
    expect(page.locator("h1")).to_have_text("Second step")
    if scripts:
        assert axe.violations(page) == []
    page.fill("#number", code)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Your account")


def test_every_page_in_both_directions_and_colours(night: Night, person: Callable[..., Page]) -> None:
    server = night.server
    staff = server.staff("Siri Skills", Role.COORDINATOR, online=False)
    for lang, size, scheme in (("sv", DESKTOP, "light"), ("ar", PHONE, "dark")):
        page = person(lang, size, color_scheme=scheme)
        log_in(page, server, staff, "skills", lang)
        page.wait_for_url("**/skills")
        if lang == "sv":
            page.locator("input[name=name-sv]").fill("Avgifter")
            page.locator("main form[action$='/skills'] .form-actions button").click()
            page.wait_for_url("**said=skill-added**")
        for path in ("skills", "account", "account/second-step", f"team/{staff.public_id}"):
            page.goto(f"{server.url}/{lang}/staff/{path}")
            assert axe.violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
            shoot(page, f"{path.split('/')[0]}{len(path)}-{lang}-{scheme}")
