"""The whole way of an answer that comes later: a message left at night, a letter, its link elsewhere, a reply by mail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, update

from app.core import clock, counter
from app.core.unit import unit_of_work
from app.domain.chat.models import LetterAddress, Message
from app.domain.jobs.models import Job
from app.domain.places.models import TeamHours
from tests.browser import axe
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.browser.desk import Librarian
from tests.mail_house import REPLY, SENDER, Arrived, Mailbox, Postman, delivering, dovecot
from tests.server import Server

__all__ = ["dovecot"]
pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.needs("dovecot")]
QUESTION, ANSWER, REPLIED = (
    "Banken har spärrat mitt konto",
    "Ta med legitimation till kontoret",
    "Tack, jag går dit i morgon",
)


@dataclass
class House:
    """A server with mail both ways."""

    server: Server
    postman: Postman
    mailbox: Mailbox


@pytest.fixture(scope="module")
def house(open_server: Callable[..., Server], dovecot: int) -> Iterator[House]:
    mailbox = Mailbox(dovecot, "library")
    with delivering() as postman:
        given = {"MAIL_URL": postman.url, "MAIL_FROM": SENDER, "MAIL_REPLY": REPLY, "INBOX_URL": mailbox.url}
        made = House(open_server(**given), postman, mailbox)
        with made.server.domain(), unit_of_work() as unit:
            unit.session.execute(delete(TeamHours))  # closed until a librarian comes, whenever this is run
            counter.bump(counter.CONTENT)
        yield made


def later(server: Server) -> None:
    """A quarter of an hour passes, and every job's time has come."""
    with server.domain(), unit_of_work() as unit:
        long_ago = clock.now() - clock.minutes(16)
        unit.session.execute(update(Message).values(created_at=long_ago))
        unit.session.execute(update(LetterAddress).values(created_at=long_ago))
        unit.session.execute(update(Job).where(Job.name.in_(("letters", "inbox"))).values(due_at=long_ago))


def leave_a_message(page: Page, url: str, lang: str, text: str) -> None:
    page.goto(f"{url}/{lang}/ask")
    page.fill("textarea[name=text]", text)
    page.click("button[name=how][value=leave]")
    expect(page.locator(".big-code code")).to_be_visible()


def answer_to(letter: Arrived, text: str) -> EmailMessage:
    """What a mail program makes of "reply": the letter below, with marks."""
    message = EmailMessage()
    message["To"], message["From"] = letter.message["Reply-To"], "Anna <anna@post.example>"
    message["Message-ID"], message["In-Reply-To"] = "<reply-1@post.example>", letter.message["Message-ID"]
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    message.set_content(f"{text}\n\nDen 22 nov. 2026 kl 15:00 skrev {letter.message['Reply-To']}:\n\n{quoted}\n")
    return message


def test_it_works(house: House, person: Callable[..., Page]) -> None:
    server, postman, mailbox = house.server, house.postman, house.mailbox
    visitor = person("sv", PHONE)
    leave_a_message(visitor, server.url, "sv", QUESTION)
    visitor.fill("#email", "anna@post.example")
    visitor.locator("#letters .form-actions button").click()
    expect(visitor.locator("#letters form[action$='/off']")).to_be_visible()
    expect(visitor.locator(".big-code code")).to_be_visible()
    assert not axe.violations(visitor)
    shoot(visitor, "letters-keep-sv-375")
    visitor.locator("form[action$='/leave'] button").first.click()
    visitor.wait_for_url("**/chat/cleared*")

    karin = Librarian(person("en"), server.url, server.staff("Karin Letters", online=False))
    karin.claim(QUESTION)
    karin.say(ANSWER)
    later(server)
    letter = postman.wait_for("anna@post.example")
    assert ANSWER not in letter.text and QUESTION not in letter.text

    elsewhere = person("sv", DESKTOP)
    elsewhere.goto(letter.link())
    expect(elsewhere.locator("main")).not_to_contain_text(ANSWER)
    assert not axe.violations(elsewhere)
    shoot(elsewhere, "letters-open-sv-1280")
    elsewhere.click("form[action$='/chat/open'] button")
    elsewhere.wait_for_url(f"{server.url}/sv/chat")
    expect(elsewhere.locator(".message.theirs", has_text=ANSWER)).to_have_count(1)

    mailbox.put(answer_to(letter, REPLIED))
    later(server)
    karin.hears(REPLIED)
    expect(karin.page.locator(".message.theirs", has_text=REPLIED)).to_contain_text("by e-mail")
    expect(elsewhere.locator(".message.mine", has_text=REPLIED)).to_have_count(1)
    expect(karin.page.locator(".message", has_text="chat/open")).to_have_count(0)
    assert mailbox.left() == 0

    elsewhere.goto(letter.link("/chat/no-letters/"))
    assert not axe.violations(elsewhere)
    elsewhere.click("form[action$='/no-letters'] button")
    expect(elsewhere.locator("main form")).to_have_count(0)
    elsewhere.goto(f"{server.url}/sv/chat")
    assert elsewhere.locator("#email").input_value() == ""
    karin.page.click("button[name=availability][value=offline]")
    expect(karin.page.locator("button[value=offline]")).to_have_attribute("aria-pressed", "true")
    said = Path(server.log).read_text(encoding="utf-8")
    for secret in (letter.link().rpartition("/")[2], "anna@post.example", ANSWER, letter.sender):
        assert secret not in said


def test_from_right_to_left_and_without_scripts(house: House, person: Callable[..., Page]) -> None:
    server = house.server
    for size, scripts in ((DESKTOP, True), (PHONE, False)):
        page = person("ar", size, scripts)
        leave_a_message(page, server.url, "ar", "أحتاج إلى مساعدة")
        link = page.locator("#your-link").input_value()
        if scripts:
            page.fill("#email", "amina")
            page.locator("#letters form").first.evaluate("form => { form.noValidate = true }")
            page.locator("#letters .form-actions button").click()
            expect(page.locator("#errors")).to_be_visible()
            assert page.locator("#your-link").input_value() == link
            assert not axe.violations(page)
        shoot(page, f"letters-keep-ar-{size['width']}")
        page.goto(link)
        page.click("form[action$='/chat/open'] button")
        page.wait_for_url(f"{server.url}/ar/chat")
    shoot(page, "letters-chat-ar-375")
