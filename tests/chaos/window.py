"""The real scripts in Chromium: one conversation on a page, what was typed there, and when each line appeared on it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.people import Staff

PATIENCE_MS = 60_000
# Every row as it comes, with the moment: also across reloads, because it is told to us and not kept on the page.
WATCH = """() => document.addEventListener("DOMContentLoaded", () => {
  const log = document.querySelector("[data-log]"), told = new Set();
  if (!log) return;
  const look = () => { for (const row of log.querySelectorAll("[data-seq]")) if (!told.has(row.dataset.seq)) {
    told.add(row.dataset.seq); window.chaosSaw(Date.now() / 1000, row.querySelector(".bubble")?.innerText || ""); } };
  new MutationObserver(look).observe(log, { childList: true });
  look();
})"""
ROWS = """() => [...document.querySelectorAll("[data-log] > [data-seq]")].map((row) =>
  [Number(row.dataset.seq), row.classList.contains("system") ? "" : row.querySelector(".bubble").innerText])"""
# Still with the writer: in the log without a number, or in a box.
KEPT = """() => [...[...document.querySelectorAll("[data-pending] .bubble")].map((one) => one.innerText),
  ...[...document.querySelectorAll("textarea")].map((one) => one.value)].join("\\n")"""


@dataclass
class Window:
    """A page with one conversation open."""

    page: Page
    typed: list[str] = field(default_factory=list)
    seen_at: dict[str, float] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    def watch(self) -> Window:
        self.page.expose_function("chaosSaw", lambda at, text: self.seen_at.setdefault(text.strip(), at))
        self.page.add_init_script(f"({WATCH})()")
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        return self

    def ask(self, url: str, text: str) -> str:
        """Through the form; gives the conversation's public id."""
        self.page.goto(f"{url}/sv/ask")
        self.page.fill("textarea[name=text]", text)
        self.page.locator("main .form-actions button").first.click()
        expect(self.page.locator("[data-talk][data-begun]")).to_be_visible(timeout=PATIENCE_MS)
        return self.page.locator("[data-talk]").get_attribute("data-talk") or ""

    def say(self, text: str) -> None:
        """Typed and sent; whatever becomes of it."""
        form = self.page.locator("[data-talk] [data-composer]").first
        form.locator("textarea").fill(text)
        self.typed.append(text)
        form.locator("button[type=submit]").click()

    def kept(self) -> str:
        """Every word that is still with the writer."""
        return str(self.page.evaluate(KEPT))

    def rows(self) -> list[tuple[int, str]]:
        """The numbered lines on screen, as (seq, words); without the house's own."""
        found: list[Any] = self.page.evaluate(ROWS)
        return [(seq, text.strip()) for seq, text in found if text]

    def until(self, true: Callable[[], bool], seconds: float = 60) -> bool:
        """Waits while the page goes on living."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                if true():
                    return True
            except Error:  # in the middle of a reload
                pass
            self.page.wait_for_timeout(50)
        return False


@pytest.fixture
def window(chromium: Browser) -> Iterator[Callable[..., Window]]:
    """Call it for a page; with a colleague for one that is logged in as they are."""
    opened: list[BrowserContext] = []

    def make(url: str, staff: Staff | None = None) -> Window:
        context = chromium.new_context(locale="sv")
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        for one in staff.http.cookies if staff else ():
            context.add_cookies([{"name": one.name, "value": one.value or "", "url": url}])
        return Window(context.new_page()).watch()

    yield make
    for context in opened:
        context.close()
