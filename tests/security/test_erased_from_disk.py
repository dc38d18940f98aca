"""What a visitor erased is gone from the files of a running server within a minute, not only from its tables."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core import db
from app.core.unit import unit_of_work
from app.domain.chat import queries, retention, services
from app.domain.jobs.services import run_due
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
    retention.sweep_after_erasing()
    with db.engine().connect() as reader:
        reader.exec_driver_sql("SELECT 1 FROM conversation").all()
        with unit_of_work():
            services.erase(who)
        assert retention.sweep_after_erasing() == 0
        assert holds(sqlite_database.parent, WORD)
    assert retention.sweep_after_erasing() == 1
    assert holds(sqlite_database.parent, WORD) == []
    assert retention.sweep_after_erasing() == 0


def test_the_ticker_does_it_without_being_asked(sqlite_database: Path) -> None:
    who = factories.visitor(f"{WORD} three")
    with unit_of_work():
        services.erase(who)
    assert run_due(everything=True)["sweep-file"] == 1
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
    assert retention.sweep_file()
    left = [number for number in range(0, 60, 2) if holds(sqlite_database.parent, f"mark{number:03}x")]
    assert left == []
    assert queries.visitor_view(people[1]).last_seq > 6
