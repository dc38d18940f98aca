"""Debian's Chromium, driven by Playwright: one for everything in a process, because a driver cannot run twice in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import needs

# Chromium heeds the last such list only, so what Playwright leaves out is said again. The last line: an address bar whose
# list of suggestions is a web page, loaded anew for every window: half of what opening one costs.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
)  # fmt: skip
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync",
         f"--disable-features={','.join(WITHOUT)}"]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=light(), args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def whole(chromium: Browser) -> Iterator[Browser]:
    """With all that people see of a browser, for what the light one leaves out."""
    browser = chromium.browser_type.launch(executable_path=needs.require("chromium"), args=FLAGS)
    yield browser
    browser.close()


def light() -> str:
    """The program that shows pages at half the cost, or Chromium itself where there is none."""
    return shutil.which(needs.SHELL) or needs.require("chromium")
