"""Machines that fall asleep: members whose beats stop, and a real browser whose whole process tree is stopped."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from sqlalchemy import select

from app.core import ids
from app.core.db import session
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Activity
from tests.chaos.screen_races import Member
from tests.chaos.screen_tab import Answer, Tab
from tests.server import Server

BEAT_SECONDS = 6
PATIENCE_SECONDS = 240


@dataclass
class Sleeper:
    """A member who holds a conversation, and when their machine fell asleep."""

    member: Member
    visitor: Tab
    conversation: str
    claim: int
    asleep_at: float = 0.0

    def writes(self, colleague: str) -> dict[str, Answer]:
        """Everything their old page could still try, with the claim it was drawn with."""
        at, claim = self.member.at, self.claim
        said = {"claim": claim, "text": "Är du kvar?"}
        return {
            "text": at(self.conversation, "messages", key=ids.new_token(), **said),
            "note": at(self.conversation, "messages", key=ids.new_token(), kind="note", **said),
            "transfer": at(self.conversation, "transfer", claim=claim, colleague=colleague),
            "promise": at(self.conversation, "promise", claim=claim),
            "return": at(self.conversation, "return", claim=claim),
            "close": at(self.conversation, "close", claim=claim, outcome="answered", effort=1),
        }


def ask(server: Server, words: str) -> tuple[Tab, str]:
    """Somebody in the queue, and the tab they asked from."""
    tab, key = Tab(server.port), ids.new_token()
    answer = tab.post("/sv/ask", key=key, text=words, locale="sv")
    assert answer.status == 303, answer.body[:300]
    session.rollback()
    found = session.execute(select(Conversation.public_id).where(Conversation.start_key == key)).scalar_one()
    return tab, found


def fall_asleep(server: Server, dice: random.Random, count: int) -> list[Sleeper]:
    """So many members beat a last time and sleep some moment before the next beat would have come."""
    sleepers = []
    for number in range(count):
        tab, conversation = ask(server, f"Fråga i natten {number}")
        member = Member(server, f"Sov {number}")
        claim = int(member.at(conversation, "claim").said["claim"])
        sleepers.append(Sleeper(member, tab, conversation, claim))
    for one in sleepers:
        assert one.member.tab.post("/en/staff/beat").status == 204
        one.asleep_at = time.time() + dice.uniform(0, BEAT_SECONDS)
    return sleepers


def holder(conversation: str) -> str | None:
    """The public id of whoever holds it now."""
    session.rollback()
    found = session.execute(select(Conversation).where(Conversation.public_id == conversation)).scalar_one()
    return found.assignee.public_id if found.assignee else None


def back_at(conversation: str) -> float:
    """When it was back in the queue because its holder's lease ran out; waits for it."""
    until = time.monotonic() + PATIENCE_SECONDS
    lost = (
        select(Message.created_at)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.public_id == conversation, Message.activity == Activity.LEASE_LOST)
    )
    while True:
        session.rollback()
        found = session.execute(lost).scalar()
        if found is not None:
            return float((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
        assert time.monotonic() < until, "a sleeper's conversation never came back"
        time.sleep(0.2)


class Watch:
    """A member who stays awake, so that the team is open whatever the day: beats from a thread of its own."""

    def __init__(self, server: Server) -> None:
        self._member, self._over = Member(server, "Vakt Vaken"), threading.Event()
        self.public_id = self._member.public_id
        threading.Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            self._member.tab.post("/en/staff/beat")

    def close(self) -> None:
        self._over.set()


class Tree:
    """A process with all its children, found by a word in its command line: the machine that is stopped and woken."""

    def __init__(self, word: str) -> None:
        roots = [pid for pid in _processes() if word in _command(pid)]
        self.pids = roots + [pid for pid in _processes() if pid not in roots and _ancestors(pid) & set(roots)]
        assert roots, "the browser was not found among the processes"

    def tell(self, number: int) -> None:
        for pid in self.pids:
            os.kill(pid, number)

    def stop(self) -> None:
        self.tell(signal.SIGSTOP)

    def wake(self) -> None:
        self.tell(signal.SIGCONT)


def _processes() -> Iterator[int]:
    return (int(one.name) for one in Path("/proc").iterdir() if one.name.isdecimal())


def _command(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _ancestors(pid: int) -> set[int]:
    found: set[int] = set()
    while pid > 1:
        try:
            # The name in brackets may hold anything; what follows it does not.
            pid = int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            break
        found.add(pid)
    return found
