"""`move`: a year of SQLite stands in PostgreSQL row by row, or nothing does; and the service goes on there."""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
import subprocess
import time as clock
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, Table, Time

from app import config
from app.tables import metadata
from tests import year_house
from tests.chaos.figures import Figure, rounds
from tests.commands import Command
from tests.server import PYTHON, Server

pytestmark = pytest.mark.needs("postgresql")
PATIENCE_SECONDS = 100
READ: dict[type, Callable[[Any], Any]] = {
    JSON: json.loads,
    Boolean: lambda value: {0: False, 1: True}[value],
    DateTime: lambda value: datetime.fromisoformat(value).replace(tzinfo=UTC),
    Date: date.fromisoformat,
    Time: time.fromisoformat,
}


def file_of(server: Server) -> Path:
    return server.data / "vejviser.sqlite3"


def sqlite_rows(connection: sqlite3.Connection, table: Table) -> list[bytes]:
    """As they stand in the file, read by this test and by nobody of ours; of each row its hash, for a year is long."""
    kinds = [getattr(column.type, "impl_instance", column.type) for column in table.columns]
    how = [next((read for kind, read in READ.items() if isinstance(one, kind)), lambda value: value) for one in kinds]
    found = connection.execute(every(table))
    return hashed(
        [None if value is None else read(value) for read, value in zip(how, row, strict=True)] for row in found
    )


def postgresql_rows(connection: psycopg.Connection[Any], table: Table) -> list[bytes]:
    with connection.cursor(name="rows") as cursor:
        found = cursor.execute(every(table))
        return hashed([one.astimezone(UTC) if isinstance(one, datetime) else one for one in row] for row in found)


def every(table: Table) -> Any:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'SELECT {names} FROM "{table.name}"'  # noqa: S608  -- our own names


def hashed(rows: Iterable[list[Any]]) -> list[bytes]:
    return sorted(hashlib.sha256(repr(row).encode()).digest() for row in rows)


def asked(connection: psycopg.Connection[Any], question: str) -> int:
    (found,) = connection.execute(question).fetchone() or (0,)
    return int(found)


def tables_in(url: str) -> int:
    with psycopg.connect(url) as connection:
        return asked(connection, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")


def killed_in_the_middle(server: Server, url: str) -> None:
    """The command is killed while it copies messages; nobody else could open the file meanwhile."""
    moving = subprocess.Popen([PYTHON, "-m", "app.cli", "move", url], cwd=config.ROOT, env=server.environ)
    until = clock.monotonic() + PATIENCE_SECONDS
    here = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    with psycopg.connect(url, autocommit=True) as watching:
        while not asked(watching, here + " AND query LIKE 'COPY \"message\"%'"):
            assert moving.poll() is None and clock.monotonic() < until
        with closing(sqlite3.connect(file_of(server), timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("SELECT count(*) FROM message")
        moving.kill()
        moving.wait()
        while asked(watching, here) > 1:
            assert clock.monotonic() < until
    assert tables_in(url) == 0


@pytest.mark.timeout(900)
def test_it_works(
    open_server: Callable[..., Server], postgresql_url: str, command: Command, dice: random.Random, figure: Figure
) -> None:
    """Refused while the service runs, nothing there when it is killed, and then every row of a whole year."""
    server, url = open_server(), postgresql_url
    visitor, colleague = server.visitor(), server.staff("Berit Bergen")
    chat = visitor.ask("Min fråga före flytten 🐙")
    claim = colleague.take(chat)
    last = colleague.send(chat, claim, "Svar före flytten")["seq"]
    refused = command(server, "move", url)
    assert (refused.status, "running" in refused.err, tables_in(url)) == (1, True, 0), refused.err
    server.stop()
    conversations, messages = rounds((2_000, 20_000), (20_000, 200_000))
    year_house.fill(file_of(server), dice, conversations, messages)
    killed_in_the_middle(server, url)
    began = clock.monotonic()
    moved = command(server, "move", url)
    assert moved.status == 0, moved.err
    figure(f"a year of {messages:,} messages moved", clock.monotonic() - began, "s")
    assert "is the same" in moved.out and "erased.ledger" in moved.out and "password" not in moved.out
    with closing(sqlite3.connect(file_of(server))) as here, psycopg.connect(url) as there:
        total = 0
        for table in metadata.sorted_tables:
            rows = sqlite_rows(here, table)
            assert rows and rows == postgresql_rows(there, table), table.name
            total += len(rows)
    figure("rows compared", total)
    assert "not empty" in command(server, "move", url).err
    goes_on(Server(server.data, DATABASE_URL=url), visitor, colleague, chat, last)


def goes_on(server: Server, visitor: Any, colleague: Any, chat: str, last: int) -> None:
    """The old cookie opens the old conversation, the old password lets in, and new rows have numbers of their own."""
    server.start()
    try:
        visitor.url = colleague.url = server.url
        assert "Svar före flytten" in visitor.get("/sv/chat").text
        assert visitor.send("Efter flytten")["seq"] > last
        colleague.http.cookies.clear()
        colleague.log_in()
        colleague.go("online")
        assert "Min fråga före flytten 🐙" in str(colleague.pull(chat))
        assert server.visitor().ask("En ny fråga") not in ("", chat)
        server.staff("Ny Kollega")
    finally:
        said = server.stop()
    assert "ERROR" not in said and "Traceback" not in said, said[-3000:]


def test_what_does_not_fit_is_named_before_anything_is_written(
    house: Callable[..., Server], postgresql_url: str, command: Command
) -> None:
    """SQLite looks at no length, type or sign; PostgreSQL does."""
    wrong = {
        "UPDATE guide SET matter_id = 2147483648 WHERE id = 1": "guide.matter_id (1)",
        "UPDATE organization SET country = 'Sverige'": "organization.country (101)",
        "UPDATE organization SET name = 'a' || char(0) || 'b' WHERE id IN (1, 2)": "organization.name (2)",
        "UPDATE topic SET position = 'sist' WHERE id = 1": "topic.position (1)",
        "DELETE FROM topic WHERE id = 1": "points at a row that is gone",
        "UPDATE alembic_version SET version_num = '0011'": "./vejviser migrate",
    }
    for statement, word in wrong.items():
        here = house()
        with closing(sqlite3.connect(file_of(here))) as connection, connection:
            assert connection.execute(statement).rowcount
        said = command(here, "move", postgresql_url)
        assert (said.status, word in said.err, said.err.count("\n")) == (1, True, 1), (word, said.err)
    assert tables_in(postgresql_url) == 0


def test_only_from_sqlite_into_postgresql(house: Callable[..., Server], postgresql_url: str, command: Command) -> None:
    here = house()
    for given, word in (
        ("mysql://x/y", "postgresql://"),
        (postgresql_url + "_not_there", "does not exist"),
        (postgresql_url.replace("127.0.0.1:", "127.0.0.1:1"), "database cannot"),
    ):
        said = command(here, "move", given)
        assert (said.status, word in said.err) == (1, True), (given, said.err)
    there = house(empty=True, DATABASE_URL=postgresql_url)
    assert "PostgreSQL already" in command(there, "move", postgresql_url).err
    assert "no database" in command(house(empty=True), "move", postgresql_url).err
