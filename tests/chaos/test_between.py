"""Killed between commit and answer: sent again, even with other words, it is stored once and the first answer comes back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest
import requests
from sqlalchemy import func, select

from app.core import ids
from app.core.db import session
from app.domain.chat.models import Conversation, Message
from tests.chaos.figures import Figure, rounds
from tests.chaos.houses import MANY, Mortal
from tests.chaos.promises import ANSWERED, COMMITTED
from tests.people import SECONDS, Staff, Visitor

SCRIPT = {"Accept": "application/json"}


@dataclass
class Case:
    """One way to send something: where to, and what besides text and key."""

    name: str
    who: Visitor | Staff
    path: str
    fields: dict[str, str]
    house: Mortal

    def post(self, text: str, key: str, dies: str = "") -> requests.Response:
        headers = SCRIPT | ({"X-Chaos-Dies": f"{dies} {self.house.data}/died-{ids.new_token()}"} if dies else {})
        form = {**self.fields, "text": text, "key": key}
        if self.name == "card":
            del form["text"]
        return self.who.http.post(
            self.who.url + self.path, data=form, headers=headers, allow_redirects=False, timeout=SECONDS
        )


@pytest.fixture
def cases(mortal: Callable[..., Mortal], request: pytest.FixtureRequest) -> Iterator[tuple[Mortal, list[Case]]]:
    more = {"DATABASE_URL": request.getfixturevalue("postgresql_url")} if request.param == "postgresql" else {}
    house = mortal("tests.chaos.dies", **more)
    visitor, staff = house.visitor(), house.staff("Karin Between")
    visitor.ask("Jag kommer inte in på banken")
    claim = str(staff.take(visitor.conversation))
    path = f"{staff.desk}/conversation/{visitor.conversation}"
    yield (
        house,
        [
            Case("visitor", visitor, "/sv/chat/messages", {}, house),
            Case("staff", staff, f"{path}/messages", {"claim": claim}, house),
            Case("note", staff, f"{path}/messages", {"claim": claim, "kind": "note"}, house),
            Case("card", staff, f"{path}/card", {"claim": claim, "kind": "guide", "ref": _guide(house)}, house),
        ],
    )


def _guide(house: Mortal) -> str:
    """A guide that a card can point at."""
    from app.domain.guides.models import Guide

    with house.domain():
        return str(session.execute(select(Guide.slug).limit(1)).scalar_one())


def _kill(house: Mortal, send: Callable[[], object]) -> None:
    """The house dies of this; it is up again when this returns. Where there are more, another host may have answered."""
    with suppress(requests.RequestException) if MANY else pytest.raises(requests.RequestException):
        send()
    house.gone()
    house.start()


def _once(house: Mortal, key: str) -> tuple[int, int, str]:
    """How often it is stored, and the number and words of it."""
    with house.domain():
        rows = session.execute(select(Message.seq, Message.text).where(Message.client_key == key)).all()
        return len(rows), rows[0].seq if rows else 0, rows[0].text if rows else ""


@pytest.mark.parametrize(
    "cases", ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))], indirect=True
)
def test_it_works(
    cases: tuple[Mortal, list[Case]], dice: random.Random, figure: Figure, request: pytest.FixtureRequest
) -> None:
    house, ways = cases
    sqlite = "sqlite" in request.node.name
    kills = rounds(90, 900) if sqlite else rounds(10, 100)
    found: Counter[str] = Counter()
    for number in range(kills):
        case, key, dies = ways[number % len(ways)], ids.new_token(), dice.choice((COMMITTED, ANSWERED))
        text = f"ord {'abcdefghij'[number % 10]} från {case.name}"
        _kill(house, lambda case=case, text=text, key=key, dies=dies: case.post(text, key, dies))  # type: ignore[misc]
        times, seq, words = _once(house, key)
        assert times == 1, f"{case.name} died {dies} and is stored {times} times"
        again = case.post(dice.choice((text, "helt andra ord")), key)
        assert again.status_code == 200, again.text[:300]
        found["first answer returned"] += again.json()["seq"] == seq
        found["doubled"] += _once(house, key) != (1, seq, words)
    figure(f"between, {'SQLite' if sqlite else 'PostgreSQL'}: kills", kills)
    figure(f"between, {'SQLite' if sqlite else 'PostgreSQL'}: doubled", found["doubled"])
    assert found == {"first answer returned": kills, "doubled": 0}


def test_the_very_first_question(mortal: Callable[..., Mortal], dice: random.Random, figure: Figure) -> None:
    house = mortal("tests.chaos.dies")
    house.staff("Karin First")
    kills = rounds(20, 200)
    for _ in range(kills):
        visitor, key, dies = house.visitor(), ids.new_token(), dice.choice((COMMITTED, ANSWERED))
        case = Case("question", visitor, "/sv/ask", {"locale": "sv"}, house)
        _kill(house, lambda case=case, key=key, dies=dies: case.post("Hej", key, dies))  # type: ignore[misc]
        assert case.post(dice.choice(("Hej", "Något annat")), key).status_code == 303
        page = visitor.get("/sv/chat")
        assert ">Hej<" in page.text
        with house.domain():
            started = session.execute(
                select(func.count()).select_from(Conversation).where(Conversation.start_key == key)
            )
            assert started.scalar_one() == 1
            assert _once(house, key)[0] == 1
    figure("between, first question: kills", kills)


def test_the_kill_is_a_kill(mortal: Callable[..., Mortal]) -> None:
    """A request that does not ask for it is answered, and the house that died had stored what it was told."""
    house = mortal("tests.chaos.dies")
    visitor = house.visitor()
    visitor.ask("Hej")
    assert visitor.send("utan att dö")["seq"]
    leader = house.leader
    _kill(house, lambda: Case("visitor", visitor, "/sv/chat/messages", {}, house).post("och dog", "a-key", COMMITTED))
    assert house.leader != leader
    assert [line.text for line in visitor.pull() if line.side == "mine"] == ["Hej", "utan att dö", "och dog"]
