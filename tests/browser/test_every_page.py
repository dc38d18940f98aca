"""Every page type, in a language each way, on a phone and a desk: seen, axe-clean, and never wider than the screen."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from app.domain.accounts.terms import Role
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.people import Browser
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]

PUBLIC = {
    "front": "/",
    "search": "/search?q=BankID",
    "search-unsure": "/search?q=zzqqxx",
    "search-empty": "/search",
    "topics": "/topics",
    "topic": "/topic/eid",
    "matter": "/matter/eid-locked",
    "matter-without-guide": "/matter/wifi",
    "guide": "/guide/eid-locked-se",
    "guide-urgent": "/guide/scam-victim-dk",
    "guide-other-language": "/guide/debt-se",
    "actor": "/actor/mitid",
    "actors": "/actors",
    "areas": "/area",
    "area": "/area/SE-2482",
    "ask": "/ask?from=guide:eid-locked-se&q=bankid",
    "code": "/chat/code",
    "cleared": "/chat/cleared",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "limits": "/what-we-dont-do",
    "not-found": "/guide/nothing",
    "login": "/staff/log-in",
}
STAFF = {
    "desk": "/staff/",
    "followups": "/staff/followups?whose=all",
    "handover": "/staff/handover",
    "register": "/staff/register",
    "overview": "/staff/overview",
    "shift-room": "/staff/shift-room",
    "contacts": "/staff/contacts",
    "feedback": "/staff/feedback",
    "unfound": "/staff/unfound",
    "hours": "/staff/hours",
    "team": "/staff/team",
    "invite": "/staff/team/invite",
    "account": "/staff/account",
    "drafts": "/staff/drafts",
    "quality": "/staff/quality",
    "looked-back": "/staff/quality/mine",
    "rota": "/staff/rota",
    "my-shifts": "/staff/rota/mine",
    "shift-new": "/staff/rota/new",
    "replies": "/staff/replies",
    "chat-rules": "/staff/chat-rules",
    "service": "/staff/service",
}
SIZES = {"375": PHONE, "1280": DESKTOP}
# The suite sees each direction and each size once; `WALK=whole ./vejviser test tests/browser/test_every_page.py` all four.
WHOLE = os.environ.get("WALK") == "whole"
PAIRS = [("ar", "375"), ("sv", "1280"), *([("sv", "375"), ("ar", "1280")] if WHOLE else [])]


def look(page: Page, name: str) -> list[str]:
    """Takes the picture and says what is wrong: axe's findings, and a page wider than the screen."""
    shoot(page, name)
    wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    found = [f"{name}: {one}" for one in violations(page)]
    return [*found, f"{name}: {wide} px too wide"] if wide > 1 else found


def lend_cookies(page: Page, browser: Browser) -> None:
    """The window goes on as the person who used plain HTTP until now."""
    page.context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": browser.url} for one in browser.http.cookies]
    )


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    page = person("en")
    page.goto(f"{server.url}/en/")
    assert look(page, "front-en-1280") == []


@pytest.mark.parametrize(("lang", "size"), PAIRS)
def test_public_pages(lang: str, size: str, server: Server, person: Callable[..., Page]) -> None:
    page, found = person(lang, SIZES[size]), []
    for name, path in PUBLIC.items():
        page.goto(f"{server.url}/{lang}{path}")
        found += look(page, f"{name}-{lang}-{size}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("lang", "size"), PAIRS)
def test_the_visitors_chat(lang: str, size: str, server: Server, person: Callable[..., Page]) -> None:
    librarian, visitor = server.staff(f"Karin {lang} {size}"), server.visitor(lang)
    conversation = visitor.ask("Jag förstår inte brevet, mitt nummer är 19811228-9874")
    page, found = person(lang, SIZES[size]), []
    lend_cookies(page, visitor)
    page.goto(f"{server.url}/{lang}/chat")
    found += look(page, f"waiting-{lang}-{size}")
    claim = librarian.take(conversation)
    librarian.send(conversation, claim, "Hej! Jag hjälper dig. Läs https://www.bankid.com först.")
    visitor.send("Tack")
    page.goto(f"{server.url}/{lang}/chat")
    found += look(page, f"chat-{lang}-{size}")
    page.goto(f"{server.url}/{lang}/chat/transcript")
    found += look(page, f"transcript-{lang}-{size}")
    page.goto(f"{server.url}/{lang}/chat")
    page.locator("form[action$='/code/new'] button").click()
    found += look(page, f"new-code-{lang}-{size}")
    page.goto(f"{server.url}/{lang}/chat")
    page.locator("form[action$='/close'] button").click()
    page.wait_for_selector(".rating")
    found += look(page, f"closed-{lang}-{size}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("lang", "size"), PAIRS)
def test_staff_pages(lang: str, size: str, server: Server, person: Callable[..., Page]) -> None:
    boss = server.staff(f"Maria {lang} {size}", Role.COORDINATOR)
    server.visitor("uk").ask("Мій BankID не працює, що робити?", first_name="Олена")
    mine = server.visitor("ar").ask("لا أفهم الرسالة التي وصلتني", first_name="أمينة")
    claim = boss.take(mine)
    boss.send(mine, claim, "Hej Amina!")
    page, found = person(lang, SIZES[size]), []
    lend_cookies(page, boss)
    paths = {**STAFF, "desk-open": f"/staff/conversation/{mine}", "close": f"/staff/conversation/{mine}/close"}
    for name, path in paths.items():
        page.goto(f"{server.url}/{lang}{path}")
        found += look(page, f"{name}-{lang}-{size}")
        tall = page.evaluate("() => document.documentElement.scrollHeight - innerHeight")
        if name.startswith("desk") and size == "1280" and tall > 1:
            found.append(f"{name}-{lang}: the desk scrolls as a page by {tall} px, and hides its own head")
    page.goto(f"{server.url}/{lang}/staff/contacts")
    page.locator("main a[href*='/staff/contacts/']").first.click()
    found += look(page, f"contact-{lang}-{size}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("lang", ["sv", "ar"])
def test_in_the_dark(lang: str, server: Server, person: Callable[..., Page]) -> None:
    page, found = person(lang, PHONE, color_scheme="dark"), []
    for name in ("front", "guide", "ask", "search"):
        page.goto(f"{server.url}/{lang}{PUBLIC[name]}")
        found += look(page, f"dark-{name}-{lang}")
    assert not found, "\n".join(found)
