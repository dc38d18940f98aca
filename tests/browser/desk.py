"""A librarian in a browser: logs in, claims, writes, sends a card, hands over, closes."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.people import Staff


class Librarian:
    """One staff member's window."""

    def __init__(self, page: Page, url: str, staff: Staff, lang: str = "en") -> None:
        self.page, self.home = page, f"{url}/{lang}/staff/"
        page.goto(self.home)
        page.fill("input[name=email]", staff.email)
        page.fill("input[name=password]", staff.password)
        page.click("main form button[type=submit]")
        page.wait_for_url("**/staff/")
        page.click("button[name=availability][value=online]")
        expect(page.locator("button[value=online]")).to_have_attribute("aria-pressed", "true")

    def read(self, words: str) -> None:
        """Opens the row with these words, waiting or mine."""
        self.page.locator("#desk_queue .queue-row a", has_text=words).first.click()
        expect(self.page.locator(".message.theirs", has_text=words).first).to_be_visible()

    def claim(self, words: str) -> None:
        """Reads the waiting question with these words, then claims it."""
        self.read(words)
        self.page.click("form[action$='/claim'] button")
        self.page.wait_for_selector("#text")

    def say(self, text: str) -> None:
        self.page.fill("#text", text)
        self.page.click("#desk_talk .composer .button.main")
        expect(self.page.locator(".message.mine[data-seq]", has_text=text)).to_have_count(1)

    def hears(self, text: str) -> None:
        expect(self.page.locator(".message.theirs", has_text=text)).to_have_count(1)

    def send_card(self, query: str) -> str:
        """Searches, sends the first card; gives its title in the librarian's language."""
        self.page.fill("#card-q", query)
        with self.page.expect_response(re.compile("/cards")):
            self.page.click("#desk_side .search-box button")
        self.page.locator("#desk_cards[data-for] [data-send-card] button").first.click()
        card = self.page.locator(".message.mine .card-title")
        expect(card).to_have_count(1)
        return card.inner_text()

    def note(self, text: str) -> None:
        self.page.click("#desk_talk .note-box summary")
        self.page.fill("#note", text)
        self.page.click("#desk_talk .note-box button")
        expect(self.page.locator(".message.note", has_text=text).first).to_be_visible()

    def hand_over(self, colleague: Staff) -> None:
        self.unfold("[data-hand-over]")
        self.page.select_option("select[name=colleague]", colleague.public_id)
        self.page.click("form[action$='/transfer'] button")

    def unfold(self, fold: str) -> None:
        if self.page.locator(f"{fold}:not([open])").count():
            self.page.click(f"{fold} summary")

    def close(self) -> None:
        """Registers it as answered; the next of mine opens, or the empty desk."""
        self.page.click("#desk_talk .talk-tools a[href$='/close']")
        self.page.check("input[name=outcome][value=answered]")
        self.page.check("input[name=effort][value='2']")
        self.page.click("main .form-actions button")
        self.page.wait_for_selector("#desk_queue")
