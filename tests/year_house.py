"""A year of a library in one SQLite file: rows in every table there is, and among them values that break poor copies."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    String,
    Table,
    Time,
    create_engine,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql

from app.tables import metadata

PIECE = 5000
A_FEW = 12
LOCALES = ("da", "sv", "en", "nb", "fi", "ar", "uk", "so", "fa", "pl", "tr", "de")
WORDS = (
    "Jag kommer inte in på BankID", "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301 Ω", "لا أستطيع الدخول 😀", "می‌خواهم", "", " ",
    "a\tb\nc\\.\r\n\\N", "NULL", "\\N", "'; DROP TABLE message; --", '{"a": 1}', "{1,2}", "%s %(x)s $1 :x",
    "\u200f\u202eabc\u202c", "\ufeffbom", "0", "-1e400", "🐙" * 300, "lång " * 3000, "Ўзбек 漢字 ภาษาไทย",
)  # fmt: skip
# What the service reads of everybody while it runs, and what an odd value would make of it.
GIVEN: dict[str, Any] = {
    "way": "mail", "outcome": "sent", "kind": "text", "status": "closed", "availability": "offline", "role": "staff",
    "locale": "sv", "language": "sv", "at_closing": "leave", "helped": "yes", "country": "SE", "result": "right",
    "day": date(2025, 10, 26), "shown": "name", "month": "2025-10", "weekday": 3, "weeks": 1,
}  # fmt: skip
LEFT_OUT = {"chat_rules": {"at_closing"}}
START = datetime(2025, 3, 29, 23, 0, tzinfo=UTC)


def fill(where: Path | Engine, dice: random.Random, conversations: int, messages: int) -> None:
    """Adds the year to a database that a service has made."""
    engine = create_engine(f"sqlite:///{where}") if isinstance(where, Path) else where
    if isinstance(where, Path):
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA foreign_keys = ON"))
    with engine.begin() as connection:
        year = _Year(connection, dice)
        for table in metadata.sorted_tables:
            if table.name == "conversation":
                year.add(table, year.conversations(conversations))
            elif table.name == "message":
                year.add(table, year.messages(messages))
            elif not year.count(table):
                year.add(table, (year.row(table, number) for number in range(A_FEW)))
            assert year.count(table), f"{table.name} has no rows"
    engine.dispose()


class _Year:
    def __init__(self, connection: Connection, dice: random.Random) -> None:
        self._connection, self._dice = connection, dice
        self._keys: dict[str, list[Any]] = {}

    def count(self, table: Table) -> int:
        return self._connection.scalar(select(func.count()).select_from(table)) or 0

    def add(self, table: Table, rows: Iterator[dict[str, Any]]) -> None:
        """What is taken already (two of the same pair) is left out; `fill` looks whether anything came."""
        while piece := [row for row, _ in zip(rows, range(PIECE), strict=False)]:
            if self._connection.dialect.name == "sqlite":
                self._connection.execute(insert(table).prefix_with("OR IGNORE"), piece)
            else:
                self._connection.execute(postgresql.insert(table).on_conflict_do_nothing(), piece)

    def moment(self) -> datetime:
        """Within the year, now and then on the stroke of midnight or a microsecond before it."""
        found = START + timedelta(seconds=self._dice.uniform(0, 365 * 86_400))
        midnight = found.replace(hour=0, minute=0, second=0, microsecond=0)
        return self._dice.choice((found, found, found, midnight, midnight - timedelta(microseconds=1)))

    def conversations(self, number: int) -> Iterator[dict[str, Any]]:
        table = metadata.tables["conversation"]
        for one in range(number):
            began = self.moment()
            origin = {
                "kind": "guide",
                "slug": "x",
                "query": self._dice.choice(WORDS)[:80],
                "z": None,
                "a": [1, 0.1, True],
            }
            yield {
                **self.row(table, one), "created_at": began, "queued_at": began, "status": "closed", "closed_at": began,
                "origin": self._dice.choice(({}, origin)), "expires_at": datetime(2099, 12, 31, tzinfo=UTC),
                "locale": self._dice.choice(LOCALES), "rating": self._dice.choice((None, -1, 5)), "last_seq": 0,
                "erased_at": None, "due_at": None, "handed_at": None, "wide_at": None, "assignee_id": None,
            }  # fmt: skip

    def messages(self, number: int) -> Iterator[dict[str, Any]]:
        theirs = select(metadata.tables["conversation"].c.id).where(metadata.tables["conversation"].c.last_seq == 0)
        chats, table = list(self._connection.scalars(theirs)), metadata.tables["message"]
        for one in range(number):
            data = self._dice.choice((None, None, {}, {"ä": [None, 1e-7, -0.0, 2**53 + 1], "b": {"c": "🐙\u2028"}}))
            yield {
                **self.row(table, one), "conversation_id": chats[one % len(chats)], "seq": 1 + one // len(chats),
                "sender": "visitor", "text": self._dice.choice(WORDS), "card_data": data, "client_key": f"key-{one}",
            }  # fmt: skip

    def row(self, table: Table, number: int) -> dict[str, Any]:
        left = LEFT_OUT.get(table.name, set())
        return {
            column.key: self._value(table, column, number)
            for column in table.columns
            if column.key not in left and not (table.name == "chat_rules" and isinstance(column.type, Integer))
            if not (column.primary_key and isinstance(column.type, Integer) and not column.foreign_keys)
            or len(table.primary_key) > 1
        }

    def _value(self, table: Table, column: Any, number: int) -> Any:
        kind = getattr(column.type, "impl_instance", column.type)
        if column.foreign_keys:
            (key,) = column.foreign_keys
            return self._dice.choice(
                [*self._of(key.column.table, key.column.name), *([None] if column.nullable else [])]
            )
        if column.nullable and self._dice.random() < 0.3:
            return None
        if column.name in GIVEN and not isinstance(kind, JSON) and _fits(kind, GIVEN[column.name]):
            return GIVEN[column.name]
        match kind:
            case JSON():
                empty = column.default.arg(None) if column.default is not None else {}
                return self._dice.choice(
                    (empty, [self._dice.choice(WORDS)] if isinstance(empty, list) else {"sv": "ö 🐙"})
                )
            case Boolean():
                return self._dice.random() < 0.5
            case Integer():
                return (
                    self._dice.choice((0, 1, 2, 5))
                    if column.nullable is False
                    else self._dice.choice((-(2**31), 2**31 - 1))
                )
            case DateTime():
                return self.moment()
            case Date():
                return self.moment().date()
            case Time():
                return self._dice.choice((time(0, 0), time(23, 59, 59, 999_999), time(9, 30)))
            case Float():
                return self._dice.choice((0.1 + 0.2, -1e-300, 55.676098))
            case String():
                words = f"{number}-{self._dice.getrandbits(40):x}" if column.unique or column.primary_key else ""
                # What we make up ourselves has plain letters, and the ledger beside the database counts on that.
                ours = column.name.endswith("public_id")
                return (words + ("" if ours else self._dice.choice(WORDS)))[: kind.length or None]
        raise TypeError(f"a column of a new kind: {table.name}.{column.name}")

    def _of(self, table: Table, name: str) -> list[Any]:
        """The rows that something can point at."""
        if not self._keys.get(table.name):  # a table that points at itself is empty the first time
            self._keys[table.name] = list(self._connection.scalars(select(table.c[name]).limit(1000)))
        return self._keys[table.name]


def _fits(kind: Any, given: Any) -> bool:
    """SQLite takes anything anywhere; PostgreSQL does not."""
    return isinstance(kind, Integer) == isinstance(given, int)
