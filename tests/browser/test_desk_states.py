"""Every state of the desk, seen by axe: in the light and the dark, as it is and at 200 % (a window of half the size).

The suite sees each state in one of the four, in turn, and each of the four in a quarter of the states; the long form
(`./vejviser chaos`) sees every state in all four.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.busy_desk import Busy, busy
from tests.browser.conftest import DESKTOP, shoot
from tests.browser.test_every_page import lend_cookies
from tests.chaos.figures import LONG
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium"), pytest.mark.timeout(1800 if LONG else 600)]
HALF = {"width": DESKTOP["width"] // 2, "height": DESKTOP["height"] // 2}
MODES = [("light", DESKTOP), ("dark", HALF), ("light", HALF), ("dark", DESKTOP)]
WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
Do = Callable[[Page], None]


@dataclass(frozen=True)
class State:
    """`path` is below /staff/; `do` what is pressed there; `step` the part of the desk that shows it on a small screen."""

    name: str
    path: str
    do: Do | None = None
    step: str = ""


def key(press: str, shows: str) -> Do:
    def do(page: Page) -> None:
        page.locator("body").press(press)
        expect(page.locator(shows).first).to_be_visible()

    return do


def unfold(fold: str) -> Do:
    return lambda page: page.locator(f"{fold} > summary").first.click()


def replies(page: Page) -> None:
    page.locator("#text").press("/")
    expect(page.locator("[data-replies-box] [role=option]").first).to_be_visible()


def one_reply(page: Page) -> None:
    replies(page)
    page.keyboard.press("Enter")
    expect(page.locator("[data-replies-box] [data-theirs]")).to_be_visible()


def search(page: Page) -> None:
    with page.expect_response("**/cards*"):
        page.fill("#card-q", "BankID")
    expect(page.locator("#desk_cards [data-send-card]").first).to_be_visible()


def register_found(page: Page) -> None:
    key("Alt+r", "dialog.register-dialog [data-register-words]")(page)
    page.keyboard.type("bankid lock", delay=20)
    expect(page.locator("dialog.register-dialog [role=option]").first).to_be_visible()


def refused(page: Page) -> None:
    page.click("main .form-actions button")
    expect(page.locator(".error-summary")).to_be_visible()


def read_one(page: Page) -> None:
    page.get_by_role("button", name="Open and read").first.click()
    page.wait_for_url("**/quality/review/**")


def at_desk(desk: Busy) -> Iterator[State]:
    for name, talk in desk.talks.items():
        yield State(name, f"conversation/{talk}")
        if name in ("talks", "late", "in it", "ended"):
            yield State(f"{name}, about it", f"conversation/{talk}", step="side")
    open_one, offered = f"conversation/{desk.talks['talks']}", f"conversation/{desk.talks['offered']}"
    for _ in MODES:
        yield State("the lists", open_one, step="lists")
    yield State("nothing open", "")
    yield State("gone to a colleague", f"conversation/{desk.talks['theirs']}")
    yield State("two open", f"{open_one}?beside={desk.talks['waits']}")
    yield State("keys", open_one, key("?", "[data-keys]"))
    yield State("palette", open_one, key("Control+k", ".palette-option"))
    yield State("registering", open_one, key("Alt+r", "dialog.register-dialog [data-register-words]"))
    yield State("registering, found", "", register_found)
    yield State("replies", open_one, replies)
    yield State("one reply", open_one, one_reply)
    yield State("a note", open_one, unfold("#desk_talk .note-box"))
    yield State("not now", offered, unfold("#desk_answer .not-now"))
    yield State("hand over", open_one, unfold("[data-hand-over]"), "side")
    yield State("bring in", f"conversation/{desk.talks['guest']}", None, "side")
    yield State("search", open_one, search, "side")
    yield State("preview", open_one, unfold("#desk_offers .offer-look"), "side")
    yield State("room of the shift", open_one, unfold("#shift_room"), "lists")


def beside(desk: Busy) -> Iterator[State]:
    """The pages of one conversation, and of the team."""
    talks = f"conversation/{desk.talks['talks']}"
    for verb in ("close", "conduct", "promise", "summary", "keep", "replies"):
        yield State(verb, f"{talks}/{verb}")
    yield State("close, refused", f"{talks}/close", refused)
    yield State("to register", f"conversation/{desk.talks['ended']}/close")
    yield State("an owed answer", f"followups/{desk.talks['overdue']}")
    yield State("register, refused", "register", refused)
    yield State("to read", "quality", read_one)
    yield State("skill", desk.paths["skill"])
    yield State("a shift", desk.paths["shift"])
    for path in (
        "followups?whose=all",
        "handover",
        "register",
        "overview",
        "shift-room",
        "rota",
        "rota/mine",
        "rota/new",
    ):
        yield State(path, path)
    for path in ("account", "account/second-step", "chat-rules", "skills", "team", "hours", "replies", "drafts"):
        yield State(path, path)


@dataclass
class Walk:
    """One window that goes through states, and what it found."""

    page: Page
    home: str
    found: list[str]

    def see(self, state: State, modes: list[tuple[str, dict[str, int]]]) -> None:
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        self.page.goto(self.home + state.path)
        if state.do:
            state.do(self.page)
        for colours, size in modes:
            self.page.emulate_media(color_scheme=colours, reduced_motion="reduce")  # type: ignore[arg-type]
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            if state.step:
                self.page.evaluate("(step) => { location.hash = `#desk_${step}`; }", state.step)
            # The lists beside every conversation are one and the same: each mode sees them in states of their own.
            self._look(
                f"{state.name} ({colours}, {size['width']})", "#desk_lists" if state.path and not state.step else ""
            )

    def _look(self, name: str, but: str) -> None:
        shoot(self.page, f"state {name}".replace("/", "-"))
        self.found += [f"{name}: {one}" for one in violations(self.page, but)]
        wide = self.page.evaluate(WIDE)
        self.found += [f"{name}: {wide} px too wide"] if wide > 1 else []


def walked(server: Server, page: Page, states: Callable[[Busy], Iterator[State]]) -> list[str]:
    desk = busy(server)
    lend_cookies(page, desk.maria)
    walk = Walk(page, f"{server.url}/en/staff/", [])
    for number, state in enumerate(states(desk)):
        walk.see(state, MODES if LONG else [MODES[number % len(MODES)]])
    return walk.found


def test_it_works(open_server: Callable[..., Server], person: Callable[..., Page]) -> None:
    """The desk itself."""
    found = walked(open_server(), person("en"), at_desk)
    assert not found, "\n".join(found)


def test_pages_beside_it(open_server: Callable[..., Server], person: Callable[..., Page]) -> None:
    found = walked(open_server(), person("en"), beside)
    assert not found, "\n".join(found)
