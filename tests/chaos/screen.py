"""What is on a screen, as lines of text to compare; and when a screen has come to rest."""

from __future__ import annotations

import difflib
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

PATIENCE_SECONDS = 120
# Put into every page before its own scripts.
WATCH = Path(__file__).with_name("screen.js")


@dataclass(frozen=True)
class Screen:
    """A page as lines; `gone`: the desk says that a colleague has what was open here, and has stopped reading it."""

    lines: tuple[str, ...]
    gone: bool = False
    path: str = ""

    @property
    def body(self) -> tuple[str, ...]:
        """Without the title, which the desk's scripts make."""
        return self.lines[1:]

    def part(self, name: str) -> tuple[str, ...]:
        """The element with this id, with everything in it; where it stands, and what of it is open, left out."""
        return part(self.lines, name)


def part(lines: tuple[str, ...], name: str) -> tuple[str, ...]:
    """The same of bare lines."""
    place = next((n for n, line in enumerate(lines) if f" id={name}" in line), None)
    if place is None:
        return ()
    depth = _depth(lines[place])
    rest = lines[place + 1 :]
    end = next((n for n, line in enumerate(rest) if _depth(line) <= depth), len(rest))
    return tuple(line[depth:] for line in rest[:end])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def read(page: Page) -> Screen:
    """What stands there now."""
    found = _ask(page, "() => window.__screen.here()")
    return Screen(tuple(found["lines"]), found["gone"], found["path"])


def anew(page: Page, url: str) -> tuple[str, ...]:
    """What a page would show at an address if it were loaded now, without its title."""
    return tuple(_ask(page, "(url) => window.__screen.anew(url)", url))


def hold(page: Page, yes: bool) -> None:
    """What this page asks for, and what it is answered, waits from now on; or goes at once again."""
    _ask(page, "(yes) => window.__screen.hold(yes)", yes)


def let_through(page: Page) -> None:
    """What waits just now goes on its way."""
    with suppress(Error):  # on its way to another page
        page.evaluate("() => window.__screen.letThrough()")


def _ask(page: Page, script: str, argument: object = None) -> Any:
    """A page that is just being replaced is asked again."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return page.evaluate(script, argument)
        except Error as error:
            if time.monotonic() > until:
                error.add_note(f"{page.url}: {page.inner_text('body')[:500]!r}")
                raise
            time.sleep(0.05)


def undressed(page: Page) -> None:
    """Without styles and fonts: what is compared is what a page says, and painting it costs most."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setBlockedURLs", {"urls": ["*.css", "*.woff2"]})


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
        return bool(page.evaluate("(ms) => window.__screen.isResting(ms)", milliseconds))
    except Error:  # on its way to another page
        return False


def rest(pages: list[Page], milliseconds: int = 50) -> None:
    """Returns when no page has anything under way, or planned for the next moment; on a busy machine that takes longer."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not all(resting(page, milliseconds) for page in pages):
        assert time.monotonic() < until, [(page.url, _ask(page, "() => window.__screen.busy()")) for page in pages]
        time.sleep(0.05)


def differences(pushed: tuple[str, ...], fresh: tuple[str, ...]) -> list[str]:
    """What a freshly loaded screen has (+) that the pushed one does not, and the other way round (-)."""
    found = []
    for group in difflib.SequenceMatcher(None, pushed, fresh, autojunk=False).get_grouped_opcodes(2):
        found.append(f"@@ line {group[0][1]}")
        for tag, a, z, b, y in group:
            was = [f"  {line}" for line in pushed[a:z]] if tag == "equal" else [f"- {line}" for line in pushed[a:z]]
            found += was + ([] if tag == "equal" else [f"+ {line}" for line in fresh[b:y]])
    return found
