"""What was erased is nowhere in SQLite's files."""

from __future__ import annotations

from pathlib import Path

from app.core import disk
from app.core.unit import unit_of_work
from app.domain.chat import services
from tests import factories


def test_it_works(sqlite_database: Path) -> None:
    sentinel = "zqxwvsentinel"
    who = factories.visitor(f"{sentinel} question", first_name=sentinel)
    for number in range(50):
        with unit_of_work():
            services.post(who, f"{sentinel} {number} " + "padding " * 40, f"k{number}")
    assert _holds(sqlite_database, sentinel)
    with unit_of_work():
        services.erase(who)
    disk.sweep_file()
    assert not _holds(sqlite_database, sentinel)


def _holds(database: Path, sentinel: str) -> bool:
    return any(sentinel.encode() in path.read_bytes() for path in database.parent.glob(database.name + "*"))
