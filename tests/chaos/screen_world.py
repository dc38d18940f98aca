"""A visitor, two at the desk and a coordinator: each has a page that listens, a tab that acts, a page loaded anew."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page

from app.domain.accounts.terms import Role
from tests.chaos import screen
from tests.chaos.screen_script import TALKS, Step
from tests.chaos.screen_tab import Tab
from tests.chaos.screen_verbs import Verbs
from tests.server import Server

SIZE = {"width": 640, "height": 400}
# As on a telephone; a window then asks for many steps at once, and the machine has time for the steps themselves.
SLOW_MILLISECONDS = 400
SEATS = (("Karin Ask", Role.STAFF), ("Olle Bok", Role.STAFF), ("Maria Sund", Role.COORDINATOR))


@dataclass
class Person:
    """Somebody with a browser: `page` only hears pokes, `fresh` is loaded anew to compare, `tab` acts."""

    name: str
    tab: Tab
    context: BrowserContext
    page: Page
    fresh: Page
    line: screen.Line
    tongue: str = "en"


@dataclass
class Talk:
    """One conversation and its visitor's acting tab; `id` is empty until they ask."""

    tab: Tab
    id: str = ""
    asked: int = 0


@dataclass(frozen=True)
class Row:
    """A conversation as the database has it."""

    status: str
    claim: int
    holder: int | None
    last: int
    warned: int


class World:
    """Everybody and their screens, on a server of their own: the lists show nobody else."""

    def __init__(self, server: Server, chromium: Browser) -> None:
        self.server, self._chromium = server, chromium
        self.rows = sqlite3.connect(f"file:{server.data / 'vejviser.sqlite3'}?mode=ro", uri=True, isolation_level=None)
        self.staff = [self._seat(*one) for one in SEATS]
        self.members = [self._member(one.name) for one in self.staff]
        self.visitor = self._browser("visitor", Tab(server.port), "sv")
        self.talks = [Talk(self.visitor.tab), *(Talk(Tab(server.port)) for _ in range(TALKS - 1))]
        self.cards = self._cards()

    # People and their windows

    def _seat(self, name: str, role: Role) -> Person:
        staff = self.server.staff(name, role)
        cookies = {one.name: str(one.value) for one in staff.http.cookies}
        person = self._browser(name, Tab(self.server.port, cookies), "en")
        self._share(person)
        return person

    def _browser(self, name: str, tab: Tab, tongue: str) -> Person:
        context = self._chromium.new_context(viewport=SIZE, locale=tongue, reduced_motion="reduce")  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        context.add_init_script(f"({screen.WATCH})()")
        page, fresh = context.new_page(), context.new_page()
        for one in (page, fresh):
            screen.undressed(one)
        return Person(name, tab, context, page, fresh, screen.Line(page), tongue)

    def _share(self, person: Person) -> None:
        """What the acting tab has been given, its windows have too: one person, one jar of cookies."""
        person.context.clear_cookies()
        kept = [{"name": name, "value": value, "url": self.server.url} for name, value in person.tab.cookies.items()]
        person.context.add_cookies(kept)  # type: ignore[arg-type]

    def _member(self, name: str) -> tuple[int, str]:
        found = self.rows.execute("select id, public_id from staff_member where name = ?", (name,)).fetchone()
        return int(found[0]), str(found[1])

    def _cards(self) -> list[tuple[str, str]]:
        return [("guide", slug) for (slug,) in self.rows.execute("select slug from guide order by slug limit 3")]

    def row(self, talk: Talk) -> Row | None:
        """The conversation as it is now; None while there is none, or its words are gone."""
        found = self.rows.execute(
            "select status, claim, assignee_id, last_seq, warned from conversation where public_id = ? and erased_at is null",
            (talk.id,),
        ).fetchone()
        return Row(*found) if found else None

    # Before a script

    def begin(self, dice: random.Random) -> None:
        """Everybody's old conversations are gone, a new one is asked, and each window shows what its person looks at."""
        for person in self.people:
            screen.go(person.page, "about:blank")
        for talk in self.talks:
            if self.row(talk):
                talk.tab.post("/sv/chat/erase")
            talk.tab.cookies.clear()
            talk.id = ""
        for person in self.staff:
            person.tab.post("/en/staff/availability", availability="online")
        Verbs(self).do(Step("ask", 0, 0, 0))
        self._share(self.visitor)
        screen.go(self.visitor.page, f"{self.server.url}/{self.visitor.tongue}/chat")
        for person in self.staff:
            home = dice.random() < 0.25
            shown = "" if home else f"conversation/{self.talks[0].id}"
            screen.go(person.page, f"{self.server.url}/en/staff/{shown}")
        screen.rest([person.page for person in self.people], 0)

    def play(self, steps: Sequence[Step]) -> None:
        """The steps at once after another; meanwhile the windows hear of them on a line with some way to go."""
        for one in self.people:
            one.line.slow(SLOW_MILLISECONDS)
        verbs = Verbs(self)
        for step in steps:
            verbs.do(step)
        for one in self.people:
            one.line.slow(0)

    # Comparing

    def compare(self) -> dict[str, list[str]]:
        """Who sees something else than what a freshly loaded page shows, and what; empty when all is well."""
        for turn in range(3):
            screen.rest([one.page for one in self.people], 150 if not turn else 600)
            self._load()
            found = self._differences()
            if not found:
                break
        for one in self.people:
            screen.go(one.fresh, "about:blank")
        return found

    @property
    def people(self) -> list[Person]:
        return [self.visitor, *self.staff]

    def _load(self) -> None:
        for one in self.people:
            screen.go(one.fresh, one.page.url.split("#")[0])
        screen.rest([page for one in self.people for page in (one.page, one.fresh)], 150)

    def _differences(self) -> dict[str, list[str]]:
        found = {one.name: self._difference(one) for one in self.people}
        return {name: lines for name, lines in found.items() if lines}

    def _difference(self, one: Person) -> list[str]:
        pushed, fresh = screen.read(one.page), screen.read(one.fresh)
        if one in self.staff and not fresh.part("desk_queue"):
            return ["the desk itself could not be loaded:", *fresh.lines]
        if not pushed.gone:
            return screen.differences(pushed.lines, fresh.lines)
        # A colleague has it: every word stays on the screen, and its address gives nothing any more. The lists go on.
        if "data-talk=" in "".join(fresh.lines):
            return ["pushed: a colleague has this conversation", f"fresh: it is open ({fresh.path})"]
        screen.go(one.fresh, f"{self.server.url}/{one.tongue}/staff/?open={self.talks[0].id}")
        screen.rest([one.fresh], 150)
        lists = screen.read(one.fresh).part("desk_queue")
        return screen.differences(screen.read(one.page).part("desk_queue"), lists)

    def close(self) -> None:
        for one in self.people:
            one.tab.close()
            one.context.close()
        self.rows.close()
