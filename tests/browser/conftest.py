"""A real browser: Debian's Chromium, driven by Playwright, against the really running server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.server import Server, servers

SHOTS = Path(__file__).resolve().parents[2] / "screenshots"
PHONE = {"width": 375, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def server(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for browsers alone: other tests leave hundreds of people in the queue of theirs."""
    with servers(prepared, tmp_path_factory) as make:
        yield make()


@pytest.fixture
def person(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Call it for a fresh browser window; a script error or a refused resource in it fails the test at the end."""
    opened: list[BrowserContext] = []
    troubles: list[str] = []

    def make(locale: str = "sv", size: dict[str, int] = DESKTOP, scripts: bool = True, **more: Any) -> Page:
        context = chromium.new_context(viewport=size, locale=locale, java_script_enabled=scripts, **more)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
        page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said.type, said.text) else None)
        return page

    yield make
    for context in opened:
        context.close()
    assert not troubles, troubles


def _is_trouble(kind: str, text: str) -> bool:
    # A refusal we show in words is an answer, not a fault; everything a policy blocks is. htmx writes an error where a newer
    # question takes the place of an older one on its way: that is what hx-sync is for.
    usual = ("Failed to load resource", "WebSocket", "htmx:sendAbort", "htmx:afterRequest")
    return kind == "error" and not any(words in text for words in usual)


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page in the folder `screenshots`, to be looked at: with `SHOOT=yes`, because it takes longer than
    everything else that is done with a page."""
    page.wait_for_load_state()
    if os.environ.get("SHOOT") != "yes":
        return
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
