"""A visitor in a browser: asks, writes, and what stands on their screen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

# What was said aloud about the line, kept in the order it was said.
LISTEN = """() => { window.heard = []; const says = document.querySelector("[data-line-says]");
  const hear = () => { if (says.textContent) window.heard.push(says.textContent); };
  new MutationObserver(hear).observe(says, { childList: true }); }"""


class Asker:
    """One visitor's window with a conversation open."""

    def __init__(self, page: Page, url: str, question: str, lang: str = "en") -> None:
        self.page, self.url = page, url
        page.goto(f"{url}/{lang}/ask")
        page.fill("textarea[name=text]", question)
        page.locator("main .form-actions button").first.click()
        page.wait_for_selector("[data-talk][data-begun]")

    @property
    def talk(self) -> str:
        return self.page.locator("[data-talk]").get_attribute("data-talk") or ""

    def write(self, text: str) -> None:
        """Into the box and off; whether it arrives is another matter."""
        self.page.fill("#text", text)
        self.page.click(".composer .button.main")

    def say(self, text: str) -> None:
        self.write(text)
        expect(self.mine(text)).to_have_count(1)

    def mine(self, text: str) -> Locator:
        return self.page.locator(".message.mine[data-seq]", has_text=text)

    def hears(self, text: str) -> None:
        expect(self.page.locator(".message.theirs", has_text=text)).to_have_count(1)

    def texts(self, side: str = "mine") -> list[str]:
        return [text.strip() for text in self.page.locator(f".message.{side} .bubble").all_inner_texts()]
