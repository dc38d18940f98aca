"""The queue in a browser: taking the next, still there, full, leaving a message instead, warning and blocking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from app.core import clock
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.chat import idle, rules
from app.domain.chat.models import Conversation
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, shoot
from tests.browser.desk import Librarian
from tests.chaos import screen
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


@pytest.fixture(scope="module")
def house(open_server: Callable[..., Server]) -> Server:
    """A server of our own: its rules change, and its queue must be empty."""
    return open_server()


def ask(page: Page, house: Server, words: str, lang: str = "sv") -> str:
    page.goto(f"{house.url}/{lang}/ask")
    page.fill("textarea[name=text]", words)
    page.locator("main .form-actions button").first.click()
    page.wait_for_url("**/chat")
    with house.domain():
        from app.core.db import session

        return session.execute(select(Conversation.public_id).order_by(Conversation.id.desc()).limit(1)).scalar_one()


def go_quiet(house: Server, conversation: str) -> None:
    """They said nothing for ten minutes after our answer, and the job comes round."""
    past = clock.now() - clock.minutes(10)
    with house.domain():
        with unit_of_work() as unit:
            times = {"staff_at": past, "visitor_at": past - clock.minutes(1)}
            unit.session.execute(update(Conversation).where(Conversation.public_id == conversation).values(**times))
        assert idle.run() == 1


def take_next(look: Page, words: str) -> None:
    look.click("#take-next")
    look.wait_for_url("**/conversation/**", timeout=60_000)
    expect(look.locator(".message.theirs", has_text=words)).to_be_visible(timeout=60_000)


def look_again(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('focus'))")


def well(page: Page, name: str) -> None:
    """Nothing for axe to complain of, nothing to scroll sideways for, and a picture."""
    shoot(page, name)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_works(house: Server, person: Callable[..., Page]) -> None:
    karin = Librarian(person("en"), house.url, house.staff("Karin Nasta", online=False))
    first, look = person("sv", PHONE), karin.page
    ask(first, house, "queue first")
    expect(first.locator("[data-state] .queue-text")).to_be_visible()
    well(first, "queue-waiting-sv")
    house.visitor("ar").ask("queue second")
    look.reload()
    well(look, "queue-desk")
    for words in ("queue first", "queue second"):
        take_next(look, words)
    expect(look.locator("#take-next")).to_have_count(0)
    look.click(".staff-nav a[href$='/contacts']")
    look.go_back()
    mine = look.locator("[data-mine-list] .queue-row")
    expect(mine).to_have_count(2)  # a page change is not a goodbye
    karin.say("still here")


def test_places_move_without_anybody_looking(house: Server, person: Callable[..., Page]) -> None:
    """Who waits hears that the queue moved: the number on their screen is never long an old one."""
    nina = house.staff("Nina Nästa")
    talks = [house.visitor().ask(f"moving {number}") for number in range(2)]
    page = person("en")
    page.context.add_init_script(path=screen.WATCH)
    ask(page, house, "moving last", "en")
    place = page.locator("[data-state] .queue-text")
    expect(place).to_have_text("You are number 3 in the queue.")
    claim = nina.take(talks[0])
    expect(place).to_have_text("You are number 2 in the queue.")
    nina.take(talks[1])
    expect(place).to_have_text("You are next in line.")
    nina.post(f"{nina.desk}/conversation/{talks[0]}/return", {"claim": str(claim)})
    expect(place).to_have_text("You are number 2 in the queue.")
    page.click("#leave-message")
    nina.take(talks[0])


def test_still_there(house: Server, person: Callable[..., Page]) -> None:
    siv = Librarian(person("en"), house.url, house.staff("Siv Stilla", online=False))
    scripted, plain = person("sv", PHONE), person("ar", PHONE, scripts=False)
    for page, lang, words in ((scripted, "sv", "quiet one"), (plain, "ar", "quiet two")):
        conversation = ask(page, house, words, lang)
        siv.claim(words)
        siv.say("are you with me")
        go_quiet(house, conversation)
    look_again(scripted)
    expect(scripted.locator("#still-here")).to_be_visible()
    well(scripted, "queue-still-there-sv")
    scripted.click("#still-here")
    expect(scripted.locator("#still-here")).to_have_count(0)
    plain.goto(f"{house.url}/ar/chat")
    inside = plain.frame_locator("iframe.chat-frame")
    expect(inside.locator("#still-here")).to_be_visible()
    shoot(plain, "queue-still-there-ar-no-script")
    inside.locator("#still-here").click()
    expect(inside.locator("#still-here")).to_have_count(0)
    expect(plain.locator("h1")).to_be_visible()  # the answer led out of the frame


def test_full_then_a_message_instead(house: Server, person: Callable[..., Page]) -> None:
    boss = Librarian(person("en"), house.url, house.staff("Berit Regel", Role.COORDINATOR, online=False))
    waiting = person("ar", PHONE)
    ask(waiting, house, "full first", "ar")
    page = boss.page
    page.goto(f"{house.url}/en/staff/chat-rules")
    page.fill("#queue_limit", "1")
    page.click("main form .button.main")
    expect(page.locator(".notice.good")).to_be_visible()
    well(page, "queue-rules")
    late = person("sv", PHONE)
    late.goto(f"{house.url}/sv/ask")
    expect(late.locator("button[value=queue]")).to_have_count(0)
    well(late, "queue-full-sv")
    late.fill("textarea[name=text]", "full second")
    late.click("button[value=leave]")
    expect(late.locator(".big-code")).to_be_visible()
    shoot(waiting, "queue-waiting-ar")
    waiting.click("#leave-message")
    expect(waiting.locator(".big-code")).to_be_visible()
    page.click(".notice.good form button")  # Undo
    with house.domain():
        assert rules.now() == rules.DEFAULTS
    small = person("ar", PHONE, storage_state=page.context.storage_state())
    small.goto(f"{house.url}/ar/staff/chat-rules")
    well(small, "queue-rules-ar-phone")


def test_warned_and_blocked(house: Server, person: Callable[..., Page]) -> None:
    boss = Librarian(person("en"), house.url, house.staff("Olle Ordning", Role.COORDINATOR, online=False))
    rude, page = person("sv", PHONE), boss.page
    ask(rude, house, "rude words")
    boss.claim("rude words")
    page.click("a[href$='/conduct']")
    well(page, "queue-conduct")
    page.click("form[action$='/warn'] button")
    expect(page.locator("#desk_talk .badge.warn")).to_be_visible()
    look_again(rude)
    expect(rude.locator(".message.system[data-seq]")).to_have_count(3)
    page.click("a[href$='/conduct']")
    page.click("form[action$='/block'] button")
    expect(page.locator("#desk_talk .chat-status.over")).to_be_visible()
    well(page, "queue-blocked-desk")
    look_again(rude)
    expect(rude.locator("[data-state][data-status=closed]")).to_be_visible()
    expect(rude.locator("form[action$='/reopen']")).to_have_count(0)
    rude.goto(f"{house.url}/sv/ask")
    expect(rude.locator("main .notice.warn")).to_be_visible()
    expect(rude.locator("main form")).to_have_count(0)
    well(rude, "queue-blocked-sv")
    page.goto(f"{house.url}/en/staff/chat-rules#blocks")
    page.click("form[action$='/lift'] button")
    expect(page.locator("#blocks form")).to_have_count(0)
    rude.reload()
    expect(rude.locator("textarea[name=text]")).to_be_visible()


def test_closed_after_a_long_silence(house: Server, person: Callable[..., Page]) -> None:
    librarian = Librarian(person("en"), house.url, house.staff("Ronja Registrerar", online=False))
    gone = person("sv")
    conversation = ask(gone, house, "silent words")
    librarian.claim("silent words")
    librarian.say("are you with me")
    go_quiet(house, conversation)
    with house.domain():
        with unit_of_work() as unit:
            past = {"still_asked_at": clock.now() - clock.minutes(10)}
            unit.session.execute(update(Conversation).where(Conversation.public_id == conversation).values(**past))
        assert idle.run() == 1
        with unit_of_work():
            rules.to_defaults(Operator())
    look_again(gone)
    expect(gone.locator("form[action$='/reopen']")).to_be_visible()
    well(gone, "queue-idle-closed-sv")
    librarian.page.reload()
    expect(librarian.page.locator("[data-mine-list] .queue-row", has_text="silent words")).to_be_visible()
    librarian.close()
    expect(librarian.page.locator("[data-mine-list] .queue-row", has_text="silent words")).to_have_count(0)
