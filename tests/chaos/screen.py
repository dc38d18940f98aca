"""What is on a screen, as lines of text to compare; and when a screen has come to rest."""

from __future__ import annotations

import difflib
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Error, Page

PATIENCE_SECONDS = 30

# Put into every page before its own scripts: how many requests are under way, and when the last one ended. Slow timers
# never fire, because what a page would only notice on its next round, a poke must have told it before.
WATCH = """() => {
  if (window.__watch) return;
  const watch = window.__watch = { flying: 0, at: performance.now() };
  const begin = () => { watch.flying++; };
  const end = () => setTimeout(() => { watch.flying--; watch.at = performance.now(); }, 0);
  const ask = window.fetch, send = XMLHttpRequest.prototype.send, later = window.setTimeout;
  window.fetch = (...all) => { begin(); return ask(...all).finally(end); };
  XMLHttpRequest.prototype.send = function (...all) {
    begin(); this.addEventListener("loadend", end); return send.apply(this, all);
  };
  window.setTimeout = (what, ms, ...all) => later(what, ms >= 12000 ? 2 ** 31 - 1 : ms, ...all);
}"""

REST = """(ms) => document.readyState === "complete" && !!window.__watch && window.__watch.flying === 0
  && performance.now() - window.__watch.at > ms"""

# The whole main region, the title and the availability, one line an element. Left out is what must differ between two
# tabs of one person: keys of forms, drafts, folds, focus, what was announced, and minutes that pass.
READ = """() => {
  const SKIP = `script, noscript, template, [data-announce], [data-offers-says], [data-desk-says], [data-connection],
    [data-key^=kept], [data-unsent-list], [data-line], [data-typing], [data-unlock], [data-notify], [data-sound]`;
  const TIMES = ".queue-wait bdi, #desk_side .panel .path li:nth-child(2) span";
  const BARE = new Set(["style", "open", "disabled", "data-last", "data-seen", "data-begun", "data-says", "aria-describedby"]);
  const lines = [], say = (depth, words) => lines.push(" ".repeat(depth) + words);
  const classes = (text) => text.replace(/htmx-\\S+|\\blate\\b/g, "").trim().split(/\\s+/).filter(Boolean);
  const tells = (one, { name }) => !BARE.has(name) && !(name === "value" && one.matches("input[name=key], input[name=seen]"))
    && !(name === "data-seq" && one.id === "desk_offers");
  const told = ({ name, value }) => name === "class" ? classes(value).map((word) => "." + word).join("") : `${name}=${value}`;
  const attributes = (one) => [...one.attributes].filter((a) => tells(one, a)).map(told).filter(Boolean).sort();
  const walk = (node, depth) => {
    const text = node.nodeType === Node.TEXT_NODE && node.data.replace(/\\s+/g, " ").trim();
    if (text) say(depth, text);
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIP)) return;
    say(depth, ["<" + node.localName, ...attributes(node), ...(node.disabled ? ["DISABLED"] : [])].join(" ") + ">");
    if (node.localName === "textarea") return;
    if (node.matches(TIMES)) say(depth + 1, "(a time)"); else for (const child of node.childNodes) walk(child, depth + 1);
  };
  say(0, "title: " + document.title.replace(/\\s+/g, " "));
  for (const one of document.querySelectorAll("header .availability button, main")) walk(one, 0);
  const talk = document.querySelector("#desk_talk [data-talk]"), held = talk && window.Vejviser?.talks?.get(talk.dataset.talk);
  return { lines, gone: !!held?.gone, path: location.pathname + location.search };
}"""


@dataclass(frozen=True)
class Screen:
    """A page as lines; `gone`: the desk says that a colleague has what was open here, and has stopped reading it."""

    lines: tuple[str, ...]
    gone: bool
    path: str

    def part(self, name: str) -> tuple[str, ...]:
        """The element with this id, with everything in it; where it stands, and what of it is open, left out."""
        place = next((n for n, line in enumerate(self.lines) if f" id={name}" in line), None)
        if place is None:
            return ()
        depth = _depth(self.lines[place])
        rest = self.lines[place + 1 :]
        end = next((n for n, line in enumerate(rest) if _depth(line) <= depth), len(rest))
        return tuple(line[depth:] for line in rest[:end])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def read(page: Page) -> Screen:
    """What stands there now; a page that is just being replaced is read again."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            found: dict[str, Any] = page.evaluate(READ)
            return Screen(tuple(found["lines"]), found["gone"], found["path"])
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def undressed(page: Page) -> None:
    """Without styles, fonts and pictures: what is compared is what a page says, and painting it costs most."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setBlockedURLs", {"urls": ["*.css", "*.woff2", "*.svg", "*.png"]})


class Line:
    """The way from one page to the server: as long as wished."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._devtools.send("Network.enable")

    def slow(self, milliseconds: int) -> None:
        wish = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
        self._devtools.send("Network.emulateNetworkConditions", wish)


def go(page: Page, url: str) -> None:
    """To an address, however often the page takes itself somewhere at the same moment."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            page.goto(url, wait_until="commit")
            return
        except Error:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def resting(page: Page, milliseconds: int) -> bool:
    """Whether nothing was asked for so long."""
    try:
        return bool(page.evaluate(REST, milliseconds))
    except Error:  # on its way to another page
        return False


def rest(pages: list[Page], milliseconds: int = 350) -> None:
    """Returns when no page has anything under way; on a busy machine that takes longer, and may."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not all(resting(page, milliseconds) for page in pages):
        assert time.monotonic() < until, "a page does not come to rest"
        time.sleep(0.05)


def differences(pushed: tuple[str, ...], fresh: tuple[str, ...]) -> list[str]:
    """What a freshly loaded screen has (+) that the pushed one does not, and the other way round (-)."""
    return list(difflib.unified_diff(pushed, fresh, "pushed", "fresh", lineterm="", n=2))
