"""Through the nginx that we ship, over TLS: a phone's line dies without a word, comes back, and so does the conversation."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from app import config
from tests.chaos.figures import LONG, Figure, rounds
from tests.chaos.line import Way
from tests.chaos.verdict import percentile
from tests.chaos.window import Window
from tests.chromium import FLAGS, light
from tests.deploy.house import Two
from tests.services import free_port

pytestmark = [pytest.mark.browser, pytest.mark.needs("postgresql", "redis", "nginx", "chromium"),
              pytest.mark.timeout(0 if LONG else 300)]  # fmt: skip


class Phone:
    """A browser whose every connection to the house goes over a line that fails when told to."""

    def __init__(self, two: Two, chromium: Browser) -> None:
        port = free_port()
        command = [sys.executable, "-m", "tests.chaos.line_alone", str(port), str(two.front.tls)]
        self._line = subprocess.Popen(
            command, cwd=config.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._hear("ready")
        flags = [f"--host-resolver-rules=MAP localhost 127.0.0.1:{port}", "--ignore-certificate-errors"]
        self._browser = chromium.browser_type.launch(executable_path=light(), args=[*FLAGS, *flags])
        self.window = Window(self._browser.new_context(locale="sv", ignore_https_errors=True).new_page()).watch()

    def line(self, word: str) -> None:
        assert self._line.stdin
        self._line.stdin.write(f"{word}\n")
        self._line.stdin.flush()
        self._hear(word)

    def _hear(self, word: str) -> None:
        assert self._line.stdout
        assert self._line.stdout.readline().strip() == word

    def stop(self) -> None:
        self._browser.close()
        self._line.kill()
        self._line.wait(20)


@pytest.fixture
def phone(two: Two, chromium: Browser) -> Iterator[Phone]:
    made = Phone(two, chromium)
    yield made
    made.stop()


def test_it_works(two: Two, phone: Phone, dice: random.Random, figure: Figure) -> None:
    window, staff, back = phone.window, two.staff("Karin Tunnel"), list[float]()
    talk = window.ask(two.url, "vi åker tåg")
    claim = staff.take(talk)
    for cut in range(rounds(4, 60)):
        staff.go("online")  # nobody beats for her
        staff.send(talk, claim, f"before {cut}")
        assert window.until(lambda cut=cut: f"before {cut}" in window.seen_at)  # type: ignore[misc]
        phone.line(Way.HALF_OPEN)
        window.page.wait_for_timeout(dice.uniform(1000, 8000))
        staff.send(talk, claim, f"missed {cut}")
        window.page.wait_for_timeout(dice.uniform(500, 2000))
        phone.line("mend")
        mended = time.time()
        assert window.until(lambda cut=cut: f"missed {cut}" in window.seen_at)  # type: ignore[misc]
        back.append(window.seen_at[f"missed {cut}"] - mended)
    assert not window.troubles
    figure("half-open through nginx, in Chromium: cuts", len(back))
    figure("half-open through nginx, in Chromium: back after, p50", percentile(back, 0.5), "s")
    figure("half-open through nginx, in Chromium: back after, longest", max(back), "s")
