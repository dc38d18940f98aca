"""The calendar file: moments in UTC, lines that programs can read, over both clock changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.rota import calendar, queries, services
from tests.domain.rota.house import at, colleague, shift, team


@pytest.fixture(autouse=True)
def october(sqlite_database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2026-10-19T06:00")
    team()


def lines(name: str = "My shifts", title: str = "Desk") -> list[str]:
    first = date(2026, 10, 19)
    text = calendar.text(queries.turns(first, first + timedelta(days=13)), name, lambda _one: title)
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    return text.split("\r\n")


def test_it_works() -> None:
    shift(colleague("Karin"), first=date(2026, 10, 24), hours="22:00-06:00")
    found = lines()
    assert [line for line in found if line.startswith("DTSTART")] == [
        "DTSTART:20261024T200000Z",
        "DTSTART:20261031T210000Z",
    ]
    assert [line for line in found if line.startswith("DTEND")] == ["DTEND:20261025T050000Z", "DTEND:20261101T050000Z"]
    assert len({line for line in found if line.startswith("UID:")}) == 2
    assert found[0] == "BEGIN:VCALENDAR" and found[-2] == "END:VCALENDAR"


def test_long_and_odd_words_are_written_as_the_standard_says() -> None:
    shift(colleague("Karin"), first=date(2026, 10, 24))
    words = "Vagt, skrivebord; å\\" + "ø" * 60
    found = lines(title=words)
    assert all(len(line.encode()) <= 75 for line in found)
    whole = "\r\n".join(found).replace("\r\n ", "")
    assert "SUMMARY:Vagt\\, skrivebord\\; å\\\\" + "ø" * 60 in whole


def test_a_new_link_stops_the_old_one() -> None:
    karin = colleague("Karin")
    with unit_of_work():
        old = services.new_calendar(karin)
    assert queries.owner_of_calendar(old).name == "Karin"
    with unit_of_work():
        new = services.new_calendar(karin)
    with pytest.raises(NotFound):
        queries.owner_of_calendar(old)
    with unit_of_work():
        services.end_calendar(karin)
    with pytest.raises(NotFound):
        queries.owner_of_calendar(new)
