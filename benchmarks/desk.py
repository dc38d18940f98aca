"""The desk with a full house: opening a conversation, and from a key to the next paint. `python -m benchmarks.desk`."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from typing import Any

from benchmarks.asking import Asker
from benchmarks.chat import served
from benchmarks.pages import cpu_each
from benchmarks.report import Line
from benchmarks.running import Running
from benchmarks.search import percentile

QUEUED, MINE, LINES = 40, 12, 100
OPENINGS, ROUNDS = 60, 4
BROWSER, PAUSE, SHORTEST = "chromium", 250, 8.0
# What a browser says of each key: from the press to the next frame. It rounds to 8 ms, and says nothing below 16.
WATCH = """
  window.took = new Map();
  new PerformanceObserver((list) => { for (const one of list.getEntries()) if (one.interactionId)
    window.took.set(one.interactionId, Math.max(window.took.get(one.interactionId) || 0, one.duration)); })
    .observe({ type: "event", durationThreshold: 16, buffered: true });
"""
# Read out before a page may be another one.
READ = "() => { const said = [...window.took.values()]; window.took.clear(); return said; }"


def lines() -> Iterator[Line]:
    """What a librarian waits for with 40 people in the queue and 12 conversations of 100 messages."""
    with served(MINE, 1, "--lines", str(LINES), "--queued", str(QUEUED)) as (running, plan):
        yield from opening(running, plan)
        yield from pressing(running, plan)


def opening(running: Running, plan: dict[str, Any]) -> Iterator[Line]:
    asker, cookie = Asker(running.port), f"Cookie: vejviser_staff={plan['staff'][0]['token']}"
    pages = [f"/sv/staff/conversation/{one['id']}" for one in plan["talks"]]
    lists = (cookie, "HX-Request: true", "HX-Target: desk_queue")
    took = []

    def opened(number: int) -> None:
        began = time.perf_counter()
        asker.get(pages[number % MINE], (cookie,))
        took.append((time.perf_counter() - began) * 1000)

    cpu = cpu_each(running, opened, OPENINGS) / 1000
    followed = cpu_each(running, lambda _: asker.get("/sv/staff/", lists), OPENINGS) / 1000
    yield Line(f"desk: a conversation of {LINES} messages, {MINE} open, {QUEUED} waiting, CPU", cpu, 150, "ms")
    yield Line("the same, until it has come, p95", percentile(took, 0.95), None, "ms")
    yield Line("desk: its lists alone, as after each poke, CPU", followed, None, "ms")


def pressing(running: Running, plan: dict[str, Any]) -> Iterator[Line]:
    """Keys in a real browser; the line says so where there is none."""
    what = "desk: from a key to the next paint in Chromium, p95"
    program = shutil.which(BROWSER)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        yield Line(f"{what}: not measured, there is no browser on this machine", None, None, "ms")
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        took = _pressed(browser, running.port, plan)
        browser.close()
    yield Line(f"{what} ({len(took)} keys)", percentile(took, 0.95), 200, "ms")
    yield Line("the same, the slowest", max(took), None, "ms")


def _pressed(browser: Any, port: int, plan: dict[str, Any]) -> list[float]:
    """Jumps from one conversation to the next, writes, looks something up: milliseconds for each key."""
    url, keys, slow = f"http://127.0.0.1:{port}", 0, []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "vejviser_staff", "value": plan["staff"][0]["token"], "url": url}])
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(f"{url}/sv/staff/conversation/{plan['talks'][0]['id']}")
    page.wait_for_load_state()
    for number in range(ROUNDS * 9):
        page.keyboard.press(f"Alt+{number % 9 + 1}")
        page.wait_for_timeout(PAUSE)
        for key in ("h", "e", "j", *["Backspace"] * 3, "Control+k", *"bank", "Escape"):
            page.keyboard.press(key)
            keys += 1
        page.wait_for_timeout(PAUSE)
        slow += [float(one) for one in page.evaluate(READ)]
    return slow + [SHORTEST] * max(0, keys + ROUNDS * 9 - len(slow))


def main() -> int:
    for line in lines():
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
