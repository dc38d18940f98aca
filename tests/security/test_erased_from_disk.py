"""What a visitor erased is gone from the files of a running server within a minute, not only from its tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.core import clock, db, disk
from app.core.unit import unit_of_work
from app.domain.chat import queries, services
from app.domain.chat.models import LetterAddress
from app.domain.guides.models import Guide, GuideVote, Matter, Topic
from app.domain.insights.models import Unfound
from app.domain.jobs.services import run_due
from app.domain.jobs.words import WORDS
from tests import factories
from tests.server import Server

WORD = "zqxwvgemligt"


def holds(folder: Path, word: str) -> list[str]:
    return [one.name for one in folder.iterdir() if one.is_file() and word.encode() in one.read_bytes()]


def test_it_works(open_server: Callable[..., Server]) -> None:
    server = open_server()
    person = server.visitor()
    person.ask(f"{WORD} number one", first_name=WORD)
    assert holds(server.data, WORD)
    person.post("/sv/chat/erase")
    until = time.monotonic() + 60
    while holds(server.data, WORD) and time.monotonic() < until:
        time.sleep(2)
    assert holds(server.data, WORD) == []


@pytest.mark.usefixtures("sqlite_database")
def test_a_reader_in_the_way_only_puts_it_off(sqlite_database: Path) -> None:
    who = factories.visitor(f"{WORD} two")
    disk.clean(WORDS)
    with db.engine().connect() as reader:
        reader.exec_driver_sql("SELECT 1 FROM conversation").all()
        with unit_of_work():
            services.erase(who)
        assert disk.clean(WORDS) == 0
        assert holds(sqlite_database.parent, WORD)
    assert disk.clean(WORDS) == 1
    assert holds(sqlite_database.parent, WORD) == []
    assert disk.clean(WORDS) == 0


def test_the_ticker_does_it_without_being_asked(sqlite_database: Path) -> None:
    who = factories.visitor(f"{WORD} three")
    with unit_of_work():
        services.erase(who)
    assert run_due(everything=True)["clean-disk"] == 1
    assert holds(sqlite_database.parent, WORD) == []


def test_every_place_that_words_can_stand_in(sqlite_database: Path) -> None:
    """What a conversation holds goes when it is erased; what stands elsewhere goes when its time is up."""
    brought = {"kind": "flow", "slug": WORD, "query": f"{WORD} sökte", "node": WORD, "answers": {WORD: WORD}}
    who = factories.visitor(f"{WORD} four", first_name=WORD, origin=brought)
    old = clock.today() - timedelta(days=200)
    with unit_of_work() as unit:
        add = unit.session.execute
        add(insert(LetterAddress).values(conversation_id=who.conversation_id, email=f"{WORD}@x.org", locale="sv"))
        days = {"days": 5, "first_day": old, "last_day": old}
        words = {"words": f"{WORD} vad", "keyword": WORD, "locale": "sv", "source": "sent", "digest": WORD}
        add(insert(Unfound).values(**words, **days))
        topic = add(insert(Topic).values(slug="t", icon="key")).inserted_primary_key[0]
        matter = add(insert(Matter).values(code="m", topic_id=topic)).inserted_primary_key[0]
        guide = {"slug": "g", "matter_id": matter, "source_locale": "sv", "minutes_low": 1, "minutes_high": 2}
        guide_id = add(insert(Guide).values(**guide)).inserted_primary_key[0]
        add(insert(GuideVote).values(guide_id=guide_id, locale="sv", helped="no", text=f"{WORD} fel", day=old))
    assert holds(sqlite_database.parent, WORD)
    with unit_of_work():
        services.erase(who)
    run_due(everything=True)
    run_due(everything=True)  # what one job takes away the next round cleans off the disk
    assert holds(sqlite_database.parent, WORD) == []


def test_nothing_stays_between_other_peoples_rows(sqlite_database: Path) -> None:
    """Rows of many people share pages, and pages are split and joined while they write."""
    people = [factories.visitor(f"mark{number:03}x first " + "ord " * (number % 40)) for number in range(60)]
    for turn in range(6):
        for number, who in enumerate(people):
            with unit_of_work():
                services.post(who, f"mark{number:03}x {turn} " + "flere ord " * ((number * 7 + turn) % 90), f"k{turn}")
    for who in people[::2]:
        with unit_of_work():
            services.erase(who)
    assert disk.sweep_file()
    left = [number for number in range(0, 60, 2) if holds(sqlite_database.parent, f"mark{number:03}x")]
    assert left == []
    assert queries.visitor_view(people[1]).last_seq > 6
