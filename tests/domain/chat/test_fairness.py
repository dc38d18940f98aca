"""Nobody is passed over by somebody later of their own kind, and the place shown is the true one."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest

from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.chat import desk, presence, queries, queue, services
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.terms import Status
from tests import factories

pytestmark = pytest.mark.usefixtures("database")
STEPS = 90


@dataclass
class Waiting:
    """What an independent bookkeeper knows: in which order they came, and who came back."""

    came: int
    who: Visitor
    returned: bool = False


@dataclass
class Day:
    """A day in the queue, thrown with dice; the book is kept without asking the database anything."""

    dice: random.Random
    team: list[StaffActor]
    book: list[Waiting] = field(default_factory=list)
    held: list[tuple[StaffActor, Waiting]] = field(default_factory=list)
    came: int = 0

    def arrive(self) -> None:
        self.came += 1
        self.book.append(Waiting(self.came, factories.visitor(f"question {self.came}")))

    def take(self) -> None:
        me = self.dice.choice(self.team)
        first = min(self.book, key=lambda one: (not one.returned, one.came), default=None)
        try:
            with unit_of_work():
                found = queue.take_next(me)
        except Conflict:
            assert first is None, "somebody waits, and was not found"
            return
        assert first is not None and found == first.who.public_id, "somebody was passed over"
        self.book.remove(first)
        first.returned = False
        self.held.append((me, first))

    def give_back(self) -> None:
        if not self.held:
            return
        me, one = self.held.pop(self.dice.randrange(len(self.held)))
        number = queries.conversation_for(one.who, one.who.public_id).claim
        with unit_of_work():
            desk.give_back(me, one.who.public_id, number)
        self._back(one)

    def fall_asleep(self) -> None:
        """Everything one of the team holds goes back at once."""
        me = self.dice.choice(self.team)
        with unit_of_work():
            presence.give_back(me.id)
        for holder, one in [pair for pair in self.held if pair[0] is me]:
            self.held.remove((holder, one))
            self._back(one)

    def leave(self) -> None:
        if not self.book:
            return
        gone = self.book.pop(self.dice.randrange(len(self.book)))
        with unit_of_work():
            queue.leave_instead(gone.who) if self.dice.random() < 0.5 else services.close(gone.who)

    def _back(self, one: Waiting) -> None:
        one.returned = True
        self.book.append(one)

    def check(self) -> None:
        """Every place shown, against counting who is before them by hand."""
        for one in self.book:
            mine = (not one.returned, one.came)
            before = [other for other in self.book if (not other.returned, other.came) < mine]
            view = queries.visitor_view(one.who)
            assert (view.status, view.place) == (Status.QUEUED, len(before) + 1)
        order = sorted(self.book, key=lambda one: (not one.returned, one.came))
        assert [row.public_id for row in queries.queue()] == [one.who.public_id for one in order]


def test_it_works() -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"FAIRNESS_SEED={seed}")  # a failed run shows it, and can be repeated
    day = Day(random.Random(seed), [factories.staff() for _ in range(3)])
    verbs = [day.arrive, day.take, day.give_back, day.fall_asleep, day.leave]
    for step in range(STEPS):
        day.dice.choices(verbs, weights=(9, 6, 2, 1, 1))[0]()
        if step % 9 == 0:
            day.check()
    while day.book:
        day.take()
    day.check()
