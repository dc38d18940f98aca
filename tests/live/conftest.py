"""A visitor and a colleague in one conversation, each on a line of their own that may fail."""

from __future__ import annotations

import os
import random
import secrets
import time
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from sqlalchemy import select

from app.core.db import session
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Kind
from tests.live.talk import SLOW, Talk
from tests.live.wire import Wire
from tests.people import Staff, Visitor
from tests.server import Server

_numbers = count(1)
PATIENCE_SECONDS = 60


@pytest.fixture
def dice() -> random.Random:
    """Chance that can be thrown again: WIRE_SEED=… repeats a failed run."""
    seed = int(os.environ.get("WIRE_SEED") or secrets.randbelow(10**9))
    print(f"WIRE_SEED={seed}")
    return random.Random(seed)


class Pair:
    """Two people in one conversation, and what the database says was written."""

    def __init__(self, server: Server, visitor: Visitor, staff: Staff, wire: Wire) -> None:
        self.server, self.visitor, self.staff, self.wire = server, visitor, staff, wire
        self.conversation = visitor.conversation
        self.claim = staff.take(self.conversation)
        self.sides: list[Talk] = []

    def begin(self, sockets: bool = True, slow: float = SLOW) -> tuple[Talk, Talk]:
        """Both sides go through the wire, one connection a request, and listen unless told not to."""
        for person in (self.visitor, self.staff):
            person.url = self.wire.url
            person.http.headers["Connection"] = "close"
        conversation, claim, staff = self.conversation, self.claim, self.staff
        theirs = Talk(self.visitor.send, self.visitor.pull, slow)
        ours = Talk(
            lambda text, key: staff.send(conversation, claim, text, key),
            lambda after: staff.pull(conversation, after),
            slow,
        )
        self.sides = [theirs, ours]
        if sockets:
            theirs.listen(self.wire.url, "/visitor", self.visitor.cookie, self.server.url)
            ours.listen(self.wire.url, "/staff", self.staff.cookie, self.server.url)
        return theirs, ours

    def truth(self) -> list[tuple[int, str]]:
        """(seq, text) of every line that both may see."""
        with self.server.domain():
            rows = session.execute(
                select(Message.seq, Message.text)
                .join(Conversation, Conversation.id == Message.conversation_id)
                .where(Conversation.public_id == self.conversation, Message.kind != Kind.NOTE)
                .order_by(Message.seq)
            )
            return [(seq, text) for seq, text in rows]

    def settle(self) -> None:
        """Returns when everything said was stored and both sides have read to the end."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not all(side.idle for side in self.sides):
            assert time.monotonic() < until, "not everything was sent"
            time.sleep(0.05)
        last = self.truth()[-1][0]
        while any(side.last < last for side in self.sides):
            assert time.monotonic() < until, f"read to {[side.last for side in self.sides]} of {last}"
            time.sleep(0.05)

    def close(self) -> None:
        for side in self.sides:
            side.stop()
        self.wire.close()


@pytest.fixture
def pair(server: Server, dice: random.Random) -> Iterator[Callable[..., Pair]]:
    """Call it (with what Wire takes, and `on` for another server) for a conversation that has just been claimed."""
    made: list[Pair] = []

    def make(on: Server = server, **wire: object) -> Pair:
        staff = on.staff(f"Kollega {next(_numbers)} {secrets.token_hex(3)}")
        visitor = on.visitor()
        visitor.ask("Jag kommer inte in på banken")
        made.append(Pair(on, visitor, staff, Wire(on.port, dice, **wire)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for one in made:
        one.close()
