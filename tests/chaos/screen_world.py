"""A visitor, two at the desk and a coordinator: each has a page that listens, and a tab that acts."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import Connection, create_engine, text

from app import config
from app.domain.accounts.terms import Role
from tests.chaos import screen
from tests.chaos.screen_script import TALKS, Step
from tests.chaos.screen_tab import Tab
from tests.chaos.screen_verbs import Verbs
from tests.server import Server

SIZE = {"width": 640, "height": 400}
# How often a step lets pokes, a window's questions, or their answers through.
LOOKS = 0.01
PATIENCE_SECONDS = 20
SEATS = (("Karin Ask", Role.STAFF), ("Olle Bok", Role.STAFF), ("Maria Sund", Role.COORDINATOR))


@dataclass
class Person:
    """Somebody with a browser: `page` only hears pokes, `tab` acts."""

    name: str
    tab: Tab
    context: BrowserContext
    page: Page
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
        self.rows = _reader(server)
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
        context.add_init_script(path=screen.WATCH)
        page = context.new_page()
        screen.undressed(page)
        return Person(name, tab, context, page, tongue)

    def _share(self, person: Person) -> None:
        """What the acting tab has been given, its windows have too: one person, one jar of cookies."""
        person.context.clear_cookies()
        kept = [{"name": name, "value": value, "url": self.server.url} for name, value in person.tab.cookies.items()]
        person.context.add_cookies(kept)  # type: ignore[arg-type]

    def _member(self, name: str) -> tuple[int, str]:
        query = text("select id, public_id from staff_member where name = :name")
        found = self.rows.execute(query, {"name": name}).one()
        return int(found[0]), str(found[1])

    def _cards(self) -> list[tuple[str, str]]:
        return [("guide", slug) for (slug,) in self.rows.execute(text("select slug from guide order by slug limit 3"))]

    def row(self, talk: Talk) -> Row | None:
        """The conversation as it is now; None while there is none, or its words are gone."""
        found = self.rows.execute(
            text(
                "select status, claim, assignee_id, last_seq, warned from conversation"
                " where public_id = :id and erased_at is null"
            ),
            {"id": talk.id},
        ).first()
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

    def play(self, steps: Sequence[Step], dice: random.Random, alone: str = "", earliest: int = 0) -> int:
        """The steps at once after another; the windows hear of all of them, but only now and then before the end.

        From `earliest` on the verb `alone` is done when all windows have come to rest, and where it was not refused it is
        the last: nothing earlier or later makes up for a poke of it that does not come. How many steps there were.
        """
        verbs, played = Verbs(self), 0
        self._hold(True)
        for played, step in enumerate(steps, 1):
            is_alone = step.verb == alone and step.talk == 0 and played >= earliest
            if is_alone:
                self._hold(False)
                screen.rest([one.page for one in self.people])
            if verbs.do(step) and is_alone:
                break
            if is_alone:
                self._hold(True)
            for one in self.people:
                if dice.random() < LOOKS:
                    screen.let_through(one.page)
        self._hold(False)
        return played

    def _hold(self, yes: bool) -> None:
        for one in self.people:
            screen.hold(one.page, yes)

    # Comparing

    @property
    def people(self) -> list[Person]:
        return [self.visitor, *self.staff]

    def compare(self) -> dict[str, list[str]]:
        """Who sees something else than a page loaded now would show, and what; empty when all is well.

        Asked again while there is a difference: a poke may still be on its way, and nothing but pokes moves a page.
        """
        self._go_on()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            screen.rest([one.page for one in self.people])
            found = {one.name: lines for one in self.people if (lines := self._difference(one))}
            if not found or time.monotonic() > until:
                return found

    def _go_on(self) -> None:
        """Who was refused when they pressed reads the answer to a form, which nobody can load again: on to its page."""
        for one in self.people:
            if urlsplit(one.page.url).path.endswith(("/claim", "/messages")):
                there = "chat" if one is self.visitor else f"staff/conversation/{self.talks[0].id}"
                screen.go(one.page, f"{self.server.url}/{one.tongue}/{there}")

    def _difference(self, one: Person) -> list[str]:
        pushed = screen.read(one.page)
        fresh = screen.anew(one.page, pushed.path)
        if one in self.staff and not screen.part(fresh, "desk_queue"):
            return ["the desk itself could not be loaded:", *fresh]
        if not pushed.gone:
            return screen.differences(pushed.body, fresh)
        # A colleague has it: every word stays on the screen, and its address gives nothing any more. The lists go on.
        if "data-talk=" in "".join(fresh):
            return ["pushed: a colleague has this conversation", f"fresh: it is open ({pushed.path})"]
        fresh = screen.anew(one.page, f"/{one.tongue}/staff/?open={self.talks[0].id}")
        return screen.differences(pushed.part("desk_queue"), screen.part(fresh, "desk_queue"))

    def load(self, one: Person) -> dict[str, list[str]]:
        """The same for one of them with the page really loaded, by the browser and with everything its scripts do."""
        pushed = screen.read(one.page)
        if pushed.gone:
            return {}
        one.page.reload()
        screen.rest([one.page])
        found = screen.differences(pushed.lines, screen.read(one.page).lines)
        return {f"{one.name}, loaded": found} if found else {}

    def close(self) -> None:
        for one in self.people:
            one.tab.close()
            one.context.close()
        self.rows.close()


def _reader(server: Server) -> Connection:
    """The server's database, read beside it: every question sees what is stored by now."""
    url = config.load(server.environ).database_url.replace("postgresql://", "postgresql+psycopg://")
    return create_engine(url, isolation_level="AUTOCOMMIT").connect()


@contextmanager
def here(server: Server, chromium: Browser) -> Iterator[World]:
    """Closed afterwards."""
    made = World(server, chromium)
    try:
        yield made
    finally:
        made.close()
