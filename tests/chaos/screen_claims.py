"""Colleagues and a visitor who press at the same moment, and what must hold of a conversation afterwards."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

from sqlalchemy import select

from app.core import ids
from app.core.db import session
from app.domain.chat.models import Conversation
from tests import factories
from tests.chaos import replay
from tests.chaos.figures import Figure
from tests.chaos.screen_races import AtOnce, Member, Press
from tests.chaos.screen_tab import Answer, Tab
from tests.chaos.verdict import percentile
from tests.server import Server

NAMES = ("Karin", "Bo", "Olle", "Siri")


class House:
    """A server, four colleagues, and everything they may do at once."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.staff = [Member(server, f"{name} Tävling") for name in NAMES]
        self.at_once, self.all = AtOnce(len(NAMES)), AtOnce(len(NAMES) + 1)

    def close(self) -> None:
        self.at_once.close()
        self.all.close()
        for one in self.staff:
            one.tab.close()

    def waiting(self, count: int) -> list[str]:
        """So many conversations in the queue."""
        return [factories.visitor(f"Fråga {number}").public_id for number in range(count)]

    def asked(self) -> tuple[Tab, str]:
        """Somebody in the queue, and the tab they asked from."""
        tab, key = Tab(self.server.port), ids.new_token()
        answer = tab.post("/sv/ask", key=key, text="Fråga", locale="sv")
        assert answer.status == 303, answer.body[:300]
        return tab, self.read(Conversation.public_id, Conversation.start_key == key)

    @staticmethod
    def read(what: Any, where: Any) -> Any:
        """What the database has now."""
        session.rollback()
        return session.execute(select(what).where(where)).scalar_one()

    def tell(self, figure: Figure, where: str) -> None:
        """How long those who were refused waited to be told."""
        waited = self.at_once.refused + self.all.refused
        figure(f"claims on {where}: refused", len(waited))
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0)):
            figure(f"claims on {where}: told after, {name}", 1000 * percentile(waited, share), "ms")
        figure(f"claims on {where}: told after more than 1 s", sum(one > 1 for one in waited))


def race(house: House, conversation: str) -> str:
    """Who won; everybody else was told so by name."""
    answers = house.at_once.press([lambda one=one: one.at(conversation, "claim") for one in house.staff])
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409], [one.body[:200] for one in answers]
    winner = house.staff[[answer.status for answer in answers].index(200)]
    for answer in answers:
        assert answer.status == 200 or (answer.said["error"], winner.name in answer.said["message"]) == (
            "claimed_by_other",
            True,
        )
    return winner.name


def claims(house: House, count: int) -> Counter[str]:
    return Counter(race(house, conversation) for conversation in house.waiting(count))


def _verbs(one: Member, other: Member, conversation: str, claim: int) -> list[tuple[str, Press]]:
    """What a colleague may press."""
    said = {"claim": claim, "key": ids.new_token()}
    return [
        ("claim", lambda: one.at(conversation, "claim")),
        ("next", lambda: one.tab.post("/en/staff/next")),
        ("transfer", lambda: one.at(conversation, "transfer", claim=claim, colleague=other.public_id)),
        ("take", lambda: one.at(conversation, "take", claim=claim)),
        ("not-now", lambda: one.at(conversation, "not-now", claim=claim, text=f"{claim} nej")),
        ("take-back", lambda: one.at(conversation, "take-back")),
        ("return", lambda: one.at(conversation, "return", claim=claim)),
        ("promise", lambda: one.at(conversation, "promise", claim=claim)),
        ("close", lambda: one.at(conversation, "close", claim=claim, outcome="answered", effort=1)),
        ("text", lambda: one.at(conversation, "messages", text=f"{claim} svar", **said)),
        ("warn", lambda: one.at(conversation, "warn", claim=claim, said=0)),
        ("note", lambda: one.at(conversation, "messages", text=f"{claim} not", kind="note", **said)),
    ]


def _wishes(tab: Tab, dice: random.Random) -> tuple[str, Press]:
    """What the visitor may press; leaving and erasing seldom, because nothing comes after."""
    verb = dice.choices(("messages", "close", "reopen", "leave-message", "leave", "erase"), (5, 3, 4, 2, 1, 1))[0]
    return verb, lambda: tab.say(f"/sv/chat/{verb}", text="mer")


def mix(house: House, dice: random.Random) -> Counter[str]:
    """One conversation, three moments at which everybody presses something; what was accepted."""
    tab, conversation = house.asked()
    accepted: Counter[str] = Counter()
    if dice.random() < 0.7:
        accepted["claim"] += dice.choice(house.staff).at(conversation, "claim").status == 200
    for _ in range(3):
        claim = house.read(Conversation.claim, Conversation.public_id == conversation) - (dice.random() < 0.1)
        presses = [dice.choice(_verbs(one, dice.choice(house.staff), conversation, claim)) for one in house.staff] + [
            _wishes(tab, dice)
        ]
        answers = house.all.press([press for _, press in presses])
        for (verb, _), answer in zip(presses, answers, strict=True):
            assert answer.status < 500, f"{verb}: {answer}\n{house.server.log.read_text()[-3000:]}"
            accepted[verb] += _done(answer)
    tab.close()
    session.rollback()
    found, happened = replay.faults(conversation), Counter(replay.activities(conversation))
    story = replay.story(conversation) if found else ""
    assert not found, f"{conversation}: {found}\n{story}"
    if not accepted["erase"]:
        for verb, activity in (("transfer", "transferred"), ("return", "returned"), ("promise", "waiting")):
            assert accepted[verb] == happened[activity], (conversation, verb, accepted, happened)
        assert happened["claimed"] <= accepted["claim"] + accepted["next"]
        assert happened["warned"] <= 1, "pressed by several, said once"
    return accepted


def _done(answer: Answer) -> bool:
    return answer.status in (200, 303, 307) and "error" not in answer.said
