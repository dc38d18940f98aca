"""`python -m tests.chaos.crowd PLAN`: a process full of people; what each was told and saw goes, line by line, to a file."""

# ruff: noqa: E402  -- the order of these lines is the point
from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import json
import math
import random
import sys
import time
from pathlib import Path
from typing import Any

import gevent

from tests.chaos.http import Place
from tests.chaos.line import Line, Way
from tests.chaos.people import Staff, Visitor, World, make

# Each network goes through all of them, the two that say nothing twice, and then again in another order.
WAYS = (Way.HALF_OPEN, Way.HALF_OPEN, Way.LOSSY, Way.LOSSY, Way.RESET, Way.STALLED)
# Patience, not a limit: on a busy machine what was said during a minute without a line takes long to be brought home.
SETTLE_SECONDS = 240


class Crowd:
    """Plays one plan: {port, origin, chats, staff, pace, seed, networks, notes}; {line, cuts} where lines fail.

    `cuts`: {seconds: (shortest, longest), rest: between two, ways, also}. `also`: {network of others: its seconds}, cut
    from when a line "also" is read on.
    """

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.dice = plan, random.Random(plan["seed"])
        self._notes = Path(plan["notes"]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115  -- as long as we live
        self.world, self.speaking = World(), True
        front = plan.get("line") or plan["port"]
        self.line = Line(front, plan["port"], self.dice) if plan.get("line") else None
        self.visitors, self.staff = make(self.world, plan, Place(front, plan["origin"]), self.write)
        self.cuts = 0

    def write(self, what: str, **more: Any) -> None:
        self._notes.write(json.dumps({"what": what, "at": time.time(), **more}) + "\n")

    def play(self) -> None:
        """Until a line arrives on the standard input (or it ends); then everything said is brought home."""
        for one in self.staff:
            one.live()
        speakers = [gevent.spawn(self._chat, one, number) for number, one in enumerate(self.visitors)]
        usual = self.plan["cuts"]["seconds"] if self.line else ()
        cutters = [gevent.spawn(self._cut, one.network, usual) for one in self.visitors if self.line]
        gevent.joinall([gevent.spawn(self._opened)], timeout=SETTLE_SECONDS)
        self.write("opened by all", chats=len(self.world.chats))
        print("ready", flush=True)
        while (told := gevent.get_hub().threadpool.apply(sys.stdin.readline)) == "also\n":
            cutters += [gevent.spawn(self._cut, *one) for one in self.plan["cuts"]["also"].items()]
        if not told:
            raise SystemExit("whoever started the crowd is gone")
        self.speaking = False
        gevent.joinall(speakers + cutters, timeout=SETTLE_SECONDS)
        self._settle()

    def _opened(self) -> None:
        while not all(one.holder for one in self.world.chats.values()):
            gevent.sleep(0.05)

    def _chat(self, visitor: Visitor, number: int) -> None:
        """A question, somebody who claims it, and then both write when they like."""
        gevent.sleep(self.dice.uniform(0, self.plan.get("arrive", 2.0)))
        visitor.begin()
        colleague = self.staff[number % len(self.staff)]
        colleague.claim(visitor.chat)
        both = [gevent.spawn(self._speak, one, visitor) for one in (visitor, colleague)]
        gevent.joinall(both)

    def _speak(self, who: Visitor | Staff, visitor: Visitor) -> None:
        talk = who.talks[visitor.chat.mark]
        while self.speaking:
            gevent.sleep(who.dice.uniform(*self.plan["pace"]))
            note = isinstance(who, Staff) and who.dice.random() < 0.1
            talk.say(visitor.chat.next_text(), **({"kind": "note"} if note else {}))

    def _cut(self, address: str, seconds: tuple[float, float]) -> None:
        """One cut after another of this network, most of them short."""
        assert self.line
        network, (shortest, longest) = self.line.networks[address], seconds
        given = self.plan["cuts"].get("ways", WAYS)
        ways: list[str] = []
        whose = [one for one in self.visitors if one.network == address]
        while not all(one.talks for one in whose):
            gevent.sleep(0.1)
        while self.speaking:
            gevent.sleep(self.dice.uniform(*self.plan["cuts"].get("rest", (1, 6))))
            if not self.speaking:
                return
            lasts = math.exp(self.dice.uniform(math.log(shortest), math.log(longest)))
            ways = ways or self.dice.sample(given, len(given))
            way = Way(ways.pop())
            self.write("cut", network=address, way=way, seconds=lasts)
            network.fail(way)
            until = time.time() + lasts
            while time.time() < until and self.speaking:
                gevent.sleep(min(0.5, max(0.01, until - time.time())))
            network.mend()
            self.cuts += 1
            self.write("mended", network=address, way=way)

    def _settle(self) -> None:
        """Returns when everything said is answered and everybody has read to the end, or patience has ended."""
        talks = [talk for one in (*self.visitors, *self.staff) for talk in one.talks.values()]
        until = time.time() + self.plan.get("settle", SETTLE_SECONDS)
        while any(talk.outbox for talk in talks) and time.time() < until:
            gevent.sleep(0.1)
        self.write("unsent", count=sum(len(talk.outbox) for talk in talks))
        for talk in talks:
            while not talk.read_afresh() and time.time() < until:
                gevent.sleep(0.5)
        # Pokes and timers bring people to the end, not we.
        while any(talk.last < talk.end for talk in talks) and time.time() < until:
            gevent.sleep(0.1)
        self.write("settled", cuts=self.cuts)
        for one in (*self.visitors, *self.staff):
            one.stop()


def main() -> None:
    crowd = Crowd(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    crowd.play()
    print("done", flush=True)


if __name__ == "__main__":
    main()
