"""A machine that falls asleep gives back what it held, and cannot write when it wakes; a page change is not a goodbye."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.core import ids
from tests.browser.desk import Librarian
from tests.chaos import screen_asleep
from tests.chaos.conftest import Figure, rounds
from tests.chaos.screen_asleep import Sleeper, Tree, Watch
from tests.chaos.screen_claims import House, claims, mix
from tests.chaos.screen_tab import Tab
from tests.chaos.verdict import percentile
from tests.chromium import FLAGS, light
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(7200)]
DRAFT = "ett halvt svar"
# Longer than a lease: whoever looks something up elsewhere for a while is not asleep.
AWAY_SECONDS = 95


class Night:
    """Begun once, slept through while other tests of this file use the time."""

    def __init__(self, server: Server, chromium: Browser, dice: random.Random) -> None:
        self.server, self.watch = server, Watch(server)
        self.early, self.first = screen_asleep.ask(server, "Väntade redan")
        self.walker = self._desk(chromium, "Vera Sidor", "Fråga till Vera")
        word = f"--vejviser-{ids.new_token()}"
        self.machine = chromium.browser_type.launch(executable_path=light(), args=[*FLAGS, word])
        self.desk = self._desk(self.machine, "Nils Sover", "Fråga till Nils")
        self.desk.page.fill("#text", DRAFT)
        # After the browsers, which take their time to start: nobody's lease may run out before everybody sleeps.
        self.sleepers = screen_asleep.fall_asleep(server, dice, rounds(12, 60))
        self.kept = {one.conversation: screen_asleep.holder(one.conversation) for one in self.sleepers}
        self.told = self._visitor(chromium)
        self.tree = Tree(word)
        self.walker.page.click("nav.staff-nav a[href*='contacts']")
        self.left_at = time.monotonic()
        self.tree.stop()
        self.asleep_at = time.time()

    def _desk(self, browser: Browser, name: str, question: str) -> Librarian:
        _, conversation = screen_asleep.ask(self.server, question)
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en").new_page()
        page.set_default_timeout(60_000)
        librarian = Librarian(page, self.server.url, self.server.staff(name, online=False))
        librarian.claim(question)
        self.held = conversation
        return librarian

    def _visitor(self, chromium: Browser) -> Page:
        """The window of the visitor whose librarian's machine is about to sleep."""
        tab: Tab = self.sleepers[0].visitor
        context = chromium.new_context(locale="sv")
        context.add_cookies([{"name": name, "value": one, "url": self.server.url} for name, one in tab.cookies.items()])
        page = context.new_page()
        page.goto(f"{self.server.url}/sv/chat")
        return page

    def close(self) -> None:
        self.watch.close()
        self.tree.wake()
        self.machine.close()
        for page in (self.walker.page, self.told):
            page.context.close()


@pytest.fixture(scope="module")
def night(open_server: Callable[..., Server], chromium: Browser) -> Iterator[Night]:
    server = open_server()
    with server.domain():
        made = Night(server, chromium, random.Random(ids.new_token()))
    yield made
    made.close()


def test_it_works(night: Night) -> None:
    """They have fallen asleep, and nothing is taken from them at once."""
    assert night.kept == {one.conversation: one.member.public_id for one in night.sleepers}


@pytest.mark.meanwhile
@pytest.mark.needs("postgresql", "redis")
def test_claims_of_two_processes_while_they_sleep(
    night: Night,
    open_server: Callable[..., Server],
    postgresql_url: str,
    redis_url: str,
    dice: random.Random,
    figure: Figure,
) -> None:
    """Here because it takes as long as sleeping does: the races of test_claims.py on PostgreSQL."""
    house = House(open_server(DATABASE_URL=postgresql_url, REDIS_URL=redis_url, WORKERS="2"))
    count = rounds(100, 1000)
    try:
        with house.server.domain():
            assert claims(house, count).total() == count
            for _ in range(rounds(60, 600)):
                mix(house, dice)
        house.tell(figure, "PostgreSQL")
    finally:
        house.close()


def test_a_page_change_is_not_a_goodbye(night: Night) -> None:
    page = night.walker.page
    page.wait_for_timeout(1000 * max(0.0, AWAY_SECONDS - (time.monotonic() - night.left_at)))
    page.go_back()
    night.walker.say("Jag letade i kontakterna")
    assert "lost the connection" not in page.locator("#messages").inner_text()


def test_what_they_held_is_back_in_the_queue(night: Night, figure: Figure) -> None:
    with night.server.domain():
        after = [screen_asleep.back_at(one.conversation) - one.asleep_at for one in night.sleepers]
        machine = screen_asleep.back_at(night.held) - night.asleep_at
    for name, share in (("first", 0.0), ("p50", 0.5), ("last", 1.0)):
        figure(f"asleep: back in the queue after, {name}", percentile(after, share), "s")
    figure("asleep: a stopped browser's, after", machine, "s")
    figure("asleep: not between 75 and 90 s", sum(not 75 <= one <= 90 for one in [*after, machine]))
    expect(night.told.locator("#messages")).to_contain_text("har kvar din plats")
    expect(night.told.locator("[data-state]")).to_have_attribute("data-status", "queued")


def test_those_who_were_let_go_of_stand_first_in_their_old_order(night: Night) -> None:
    with night.server.domain():
        for conversation in [night.held, *(one.conversation for one in night.sleepers)]:
            screen_asleep.back_at(conversation)
        _, late = screen_asleep.ask(night.server, "Kom efteråt")
    lists = night.sleepers[0].member.tab.get("/en/staff/").body
    places = [lists.find(f'id="row-{one.conversation}"') for one in night.sleepers]
    assert places == sorted(places)
    assert -1 not in places
    assert places[-1] < lists.find(f'id="row-{night.first}"') < lists.find(f'id="row-{late}"')


def test_whoever_wakes_writes_nothing(night: Night) -> None:
    with night.server.domain():
        for one in night.sleepers:
            screen_asleep.back_at(one.conversation)
    for one in night.sleepers:
        _refused(one, night.watch.public_id)


def _refused(one: Sleeper, colleague: str) -> None:
    for verb, answer in one.writes(colleague).items():
        assert (answer.status, answer.said.get("error")) == (409, "claim_returned"), (verb, answer)
    # Their beat comes back before they do: they are away until they say otherwise.
    assert one.member.tab.post("/en/staff/beat").status == 204
    assert 'data-availability="away"' in one.member.tab.get("/en/staff/").body


def test_a_woken_browser_keeps_the_draft_and_says_away(night: Night) -> None:
    with night.server.domain():
        screen_asleep.back_at(night.held)
    night.tree.wake()
    page = night.desk.page
    expect(page.locator("form[action$='/claim'] button")).to_be_visible(timeout=60_000)
    expect(page.locator("#desk_talk")).to_contain_text(DRAFT)
    expect(page.locator("button[value=away]")).to_have_attribute("aria-pressed", "true")
    page.click("form[action$='/claim'] button")
    expect(page.locator("#text")).to_have_value(DRAFT)
