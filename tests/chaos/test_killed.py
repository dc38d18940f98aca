"""`kill -9` of the whole application, again and again, while fifty people and their librarians write."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import select

from app.core.db import session
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Kind
from tests.chaos.figures import LONG, Figure, rounds
from tests.chaos.gathering import Gathering, report
from tests.chaos.houses import Mortal
from tests.chaos.sentinels import text
from tests.chaos.window import Window
from tests.server import Server

CHATS, STAFF = 50, 6
# Six lines a second from all together: in the short form two cores are shared with another part of the suite.
PACE = (3.0, 9.0) if LONG else (8.0, 24.0)
VISITOR, DESK = "bcbcbcbc", "dfdfdfdf"


def spoken(server: Server, conversation: str) -> list[tuple[int, str]]:
    """What is stored of a conversation that both sides may see, as (seq, words)."""
    with server.domain():
        rows = session.execute(
            select(Message.seq, Message.text)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(Conversation.public_id == conversation, Message.kind == Kind.TEXT)
            .order_by(Message.seq)
        )
        return [(seq, words) for seq, words in rows]


class Pair:
    """A visitor and a librarian, each in Chromium with the real scripts, in one conversation."""

    def __init__(self, house: Mortal, window: Callable[..., Window]) -> None:
        self.house, staff = house, house.staff("Karin Window")
        self.visitor = window(house.url)
        self.talk = self.visitor.ask(house.url, text(VISITOR, 1000))
        staff.take(self.talk)
        self.desk = window(house.url, staff)
        self.desk.page.goto(f"{house.url}{staff.desk}/conversation/{self.talk}")
        self.count = 0

    def speak(self) -> None:
        self.count += 1
        self.visitor.say(text(VISITOR, self.count * 6))
        self.desk.say(text(DESK, self.count * 6))

    def holds_on(self) -> list[str]:
        """With the house dead: what was typed, is not stored, and is not on its writer's screen either."""
        there = {words for _, words in spoken(self.house, self.talk)}
        return [
            words
            for one in (self.visitor, self.desk)
            for words in one.typed
            if words not in there and words not in one.kept()
        ]

    def home(self) -> None:
        """Both screens show what is stored, in order; everything typed is there once."""
        typed = {*self.visitor.typed, *self.desk.typed}
        assert self.visitor.until(lambda: typed <= {words for _, words in spoken(self.house, self.talk)})
        truth = spoken(self.house, self.talk)
        for one in (self.visitor, self.desk):
            assert one.until(lambda one=one: one.rows() == truth), (one.rows(), truth)  # type: ignore[misc]
            own = [words for _, words in truth if words in one.typed]
            assert own == one.typed
            assert not one.troubles, one.troubles


@pytest.mark.browser
@pytest.mark.needs("chromium")
def test_it_works(
    mortal: Callable[..., Mortal],
    gather: Callable[..., Gathering],
    window: Callable[..., Window],
    dice: random.Random,
    figure: Figure,
) -> None:
    house, kills = mortal(), rounds(20, 200)
    crowd = gather(house, STAFF, chats=CHATS, pace=PACE, arrive=8)
    pair = Pair(house, window)
    crowd.ready()
    for _ in range(kills):
        pair.speak()
        time.sleep(dice.uniform(0.2, 4.0))
        house.kill()
        lost = pair.holds_on()
        assert not lost, f"neither stored nor on screen: {lost}"
        time.sleep(dice.choice((0.0, 0.3, 1.5)))
        house.start(wait=dice.random() < 0.8)
    house.wait()
    verdict = crowd.home()
    figure("killed: kills", kills)
    report(verdict, figure, "killed")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
    pair.home()


@pytest.mark.needs("postgresql", "redis")
def test_two_processes(
    mortal: Callable[..., Mortal],
    gather: Callable[..., Gathering],
    postgresql_url: str,
    redis_url: str,
    dice: random.Random,
    figure: Figure,
) -> None:
    """On PostgreSQL with Redis: the whole of it, or only one of the two processes that answer."""
    house, kills = mortal(DATABASE_URL=postgresql_url, REDIS_URL=redis_url, WORKERS="2"), rounds(6, 60)
    crowd = gather(house, 3, chats=15, pace=(2.0, 6.0), arrive=3)
    crowd.ready()
    for number in range(kills):
        time.sleep(dice.uniform(0.2, 2.0))
        if number % 2:
            house.kill()
            house.start()
        elif workers := house.workers():
            with suppress(ProcessLookupError):
                os.kill(dice.choice(workers), signal.SIGKILL)
    house.wait()
    verdict = crowd.home()
    report(verdict, figure, "killed, two processes")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
