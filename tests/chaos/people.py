"""Who is in the crowd: visitors who ask and write, colleagues who claim, answer, and try doors that are not theirs."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent

from app.core import ids
from tests.chaos import sentinels
from tests.chaos.http import Gone, Place
from tests.chaos.side import RETRY, Note, Person, Talk

TALK = re.compile(rb'data-talk="([^"]+)"')
# To the chat, or, where nobody is at work, to the ways to an answer.
ASKED = (303, 307)
BEAT, LISTS_SECONDS, DOORS_SECONDS = 6.0, 20.0, 6.0


@dataclass
class Chat:
    """One conversation as the whole crowd knows it. `held_at`: when a colleague was told that it is theirs."""

    mark: str
    id: str = ""
    holder: str = ""
    held_at: float = 0.0
    held_by: set[str] = field(default_factory=set)
    numbers: int = 0

    def next_text(self) -> str:
        self.numbers += 1
        return sentinels.text(self.mark, self.numbers)


class World:
    """Every conversation, by its mark."""

    def __init__(self) -> None:
        self.chats: dict[str, Chat] = {}

    def new(self, dice: random.Random) -> Chat:
        chat = Chat(sentinels.new_mark(dice))
        self.chats[chat.mark] = chat
        return chat


class Visitor(Person):
    """Somebody with one conversation."""

    def __init__(self, world: World, *who: Any) -> None:
        super().__init__(*who)
        self.chat = world.new(self.dice)

    def may(self, mark: str, asked_at: float) -> bool:
        return mark == self.chat.mark

    @property
    def talk(self) -> Talk:
        return self.talks[self.chat.mark]

    def begin(self) -> None:
        """Asks through the form until there is an answer, and opens the page it leads to."""
        key, text = ids.new_token(), self.chat.next_text()
        self.note("said", mark=self.chat.mark, key=key, text=text, kind="text")
        while not self._ask(key, text):
            self.pause(RETRY[0])
        self.note("acked", mark=self.chat.mark, key=key, seq=None)
        while not self._open():
            self.pause(RETRY[0])
        self.live()

    def _ask(self, key: str, text: str) -> bool:
        try:
            answer = self.line.ask("/sv/ask", {"key": key, "text": text, "locale": "sv"})
        except Gone:
            return False
        if answer.status not in (*ASKED, 429) and answer.status < 500:
            self.note("refused", mark=self.chat.mark, key=key, error=str(answer.status))
        return answer.status in ASKED

    def _open(self) -> bool:
        try:
            answer = self.line.ask("/sv/chat")
        except Gone:
            return False
        found = TALK.search(answer.body)
        if answer.status != 200 or not found:
            return False
        self.chat.id = found[1].decode()
        self.talks[self.chat.mark] = Talk(self, self.chat.mark, self.chat.id, "/sv/chat/messages", "/sv/chat/messages")
        self.note("opened", mark=self.chat.mark, conversation=self.chat.id, network=self.network)
        return True


class Staff(Person):
    """A colleague at the desk, logged in already, with the conversations they have claimed."""

    space = "/staff"

    def __init__(self, world: World, desk: str, cookies: dict[str, str], *who: Any) -> None:
        super().__init__(*who)
        self.world, self.desk, self.http.cookies = world, desk, cookies
        self._unheard = False

    def may(self, mark: str, asked_at: float) -> bool:
        """Queued ones may be read before they are claimed; then only whoever holds it, or has held it."""
        chat = self.world.chats.get(mark)
        return chat is None or not chat.holder or self.name in chat.held_by or asked_at <= chat.held_at

    def claim(self, chat: Chat) -> None:
        """Until there is an answer; claiming one's own again changes nothing."""
        path = f"{self.desk}/conversation/{chat.id}"
        while True:
            try:
                answer = self.line.ask(f"{path}/claim", {})
            except Gone:
                self.pause(RETRY[0])
                continue
            if answer.status == 200:
                break
            self.note("unclaimed", mark=chat.mark, status=answer.status)
            self.pause(RETRY[0])
        number = re.search(rb'"claim": ?(\d+)', answer.body)
        chat.holder, chat.held_at = self.name, time.time()
        chat.held_by.add(self.name)
        messages = f"{path}/messages"
        fields = {"claim": number[1].decode() if number else ""}
        self.talks[chat.mark] = Talk(self, chat.mark, chat.id, messages, messages, fields)
        self.note("opened", mark=chat.mark, conversation=chat.id)
        gevent.spawn(self.talks[chat.mark].pull)

    def live(self) -> None:
        super().live()
        gevent.spawn(self._every, BEAT, self._beat)
        gevent.spawn(self._every, LISTS_SECONDS, self._read_lists)
        gevent.spawn(self._every, DOORS_SECONDS, self._try_a_door)

    def _beat(self) -> None:
        """By the socket, or by form where there is none; one that was not acknowledged goes by form the next time."""
        wire, unheard = self.wire, self._unheard
        self._unheard = bool(wire) and not unheard and not wire.ask("beat", BEAT)
        if wire is None or unheard:
            self.line.ask(f"{self.desk}/beat", {})

    def _every(self, seconds: float, work: Callable[[], None]) -> None:
        while not self.stopped.wait(seconds * self.dice.uniform(0.7, 1.3)):
            try:
                work()
            except Gone:
                continue

    def _read_lists(self) -> None:
        self.line.ask(f"{self.desk}/")

    def _try_a_door(self) -> None:
        """Somebody else's conversation, asked for by its address: `heard` notes every word that comes."""
        others = [one for one in self.world.chats.values() if one.holder and self.name not in one.held_by]
        if others:
            self.line.ask(f"{self.desk}/conversation/{self.dice.choice(others).id}/messages?after=0")


def make(world: World, plan: dict[str, Any], place: Place, write: Note) -> tuple[list[Visitor], list[Staff]]:
    """Everybody of a plan, each in a network of their own."""
    networks = plan["networks"]
    # Two crowds of one run have other marks.
    seed = f"{plan['seed']}/{networks}"
    visitors = [
        Visitor(world, f"visitor {number}", place, f"127.{networks}.{number >> 8}.{number & 255}", seed, write)
        for number in range(2, plan["chats"] + 2)
    ]
    # The desk stays on its own line: what is cut is the visitors' network.
    at_work = Place(plan["port"], place.origin)
    staff = [
        Staff(world, one["desk"], one["cookies"], f"staff {number}", at_work, f"127.{networks}.200.{number + 2}", seed,
              write)
        for number, one in enumerate(plan["staff"])
    ]  # fmt: skip
    return visitors, staff
