"""Every row of one database into another: looked at before, copied in pieces, read back, and compared."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import (
    BigInteger,
    Boolean,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    func,
    select,
    text,
)

from app.cli import Refused

PIECE = 2000
SAY_SECONDS = 5.0
LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Counted:
    """How many rows a table has, and one number made of all that is in them, in whatever order they come."""

    rows: int = 0
    digest: int = 0

    def and_(self, row: Row[Any]) -> Counted:
        found = hashlib.sha256(repr(tuple(row)).encode("utf-8", "surrogatepass")).digest()
        return Counted(self.rows + 1, (self.digest + int.from_bytes(found, "big")) % 2**256)


class Progress:
    """A line now and then, so that nobody takes long work for work that hangs."""

    def __init__(self, said: Callable[[str], None]) -> None:
        self._said, self._at = said, time.monotonic()

    def __call__(self, what: str, rows: int) -> None:
        if time.monotonic() - self._at > SAY_SECONDS:
            self._at = time.monotonic()
            self._said(f"{what}: {rows:,} rows")


def misfits(source: Connection, metadata: MetaData) -> list[str]:
    """What SQLite holds and PostgreSQL would not take, as table.column and how often: SQLite looks at no length or type."""
    found = []
    for table in metadata.sorted_tables:
        checks = {column.name: _wrong(column) for column in table.columns}
        asked = ", ".join(f'sum(CASE WHEN {check} THEN 1 ELSE 0 END) AS "{name}"' for name, check in checks.items())
        counts = source.exec_driver_sql(f'SELECT {asked} FROM "{table.name}"').one()  # noqa: S608  -- our own names
        found += [f"{table.name}.{name} ({number})" for name, number in zip(checks, counts, strict=True) if number]
    orphans = [row[0] for row in source.exec_driver_sql("PRAGMA foreign_key_check")]
    return found + [f"{table} (points at a row that is gone, {orphans.count(table)})" for table in sorted(set(orphans))]


def _wrong(column: Any) -> str:
    """What is true of a value that does not fit."""
    name = f'"{column.name}"'
    kind = getattr(column.type, "impl_instance", column.type)  # what a type of our own is made of
    if isinstance(kind, Boolean):
        return f"{name} NOT IN (0, 1)"
    if isinstance(kind, Integer) and not isinstance(kind, BigInteger):
        return f"typeof({name}) NOT IN ('integer', 'null') OR {name} NOT BETWEEN {-LARGEST - 1} AND {LARGEST}"
    if isinstance(kind, Float):
        return f"typeof({name}) NOT IN ('real', 'integer', 'null')"
    if isinstance(kind, DateTime | Date):
        return f"{name} IS NOT NULL AND julianday({name}) IS NULL"
    long = f" OR length({name}) > {kind.length}" if isinstance(kind, String) and kind.length else ""
    return f"typeof({name}) NOT IN ('text', 'null') OR instr({name}, char(0)) > 0{long}"


def copy(source: Connection, target: Connection, metadata: MetaData, progress: Progress) -> dict[str, Counted]:
    """Every table, those that others point at first; what was read, by table. The target's tables are there and empty."""
    return {table.name: _copy(source, target, table, progress) for table in metadata.sorted_tables}


def _copy(source: Connection, target: Connection, table: Table, progress: Progress) -> Counted:
    kinds = [column.type.dialect_impl(target.dialect).bind_processor(target.dialect) for column in table.columns]
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = target.connection.driver_connection
    counted = Counted()
    try:
        # One COPY a table: what points at a row of its own table is looked at when all of them are there.
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as into:
            for row in rows(source, table):
                into.write_row([bind(value) if bind else value for bind, value in zip(kinds, row, strict=True)])
                counted = counted.and_(row)
                progress(f"{table.name}, copied", counted.rows)
    except psycopg.OperationalError as error:
        raise Refused("PostgreSQL went away; nothing was moved. Run it again.") from error
    except psycopg.Error as error:  # what it says may quote the row
        raise Refused(
            f"PostgreSQL refused a row of {table.name} ({type(error).__name__}); nothing was moved."
        ) from error
    return counted


def rows(connection: Connection, table: Table) -> Iterator[Row[Any]]:
    """A table's rows as the house understands them, a piece at a time."""
    asked = connection.execute(select(table).execution_options(yield_per=PIECE))
    try:
        yield from asked
    except ValueError as error:
        raise Refused(f"A row of {table.name} cannot be read ({type(error).__name__}); nothing was moved.") from error


def counted(connection: Connection, metadata: MetaData, progress: Progress) -> dict[str, Counted]:
    """What is in a database now, by table."""
    found = {}
    for table in metadata.sorted_tables:
        one = Counted()
        for row in rows(connection, table):
            one = one.and_(row)
            progress(f"{table.name}, compared", one.rows)
        found[table.name] = one
    return found


def compare(here: Mapping[str, Counted], there: Mapping[str, Counted]) -> None:
    """Refused with the tables where anything at all is different."""
    wrong = [
        f"{name} ({one.rows} rows here, {there[name].rows} there)" for name, one in here.items() if one != there[name]
    ]
    if wrong:
        raise Refused(f"What was copied is not the same in {', '.join(wrong)}; nothing was moved.")


def continue_numbers(target: Connection, metadata: MetaData) -> None:
    """The next row gets the number after the highest that is there."""
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            sequence = target.scalar(
                text("SELECT pg_get_serial_sequence(:name, :column)"),
                {"name": f'"{table.name}"', "column": column.name},
            )
            if sequence:
                last = target.scalar(select(func.max(column)))
                put = text("SELECT setval(CAST(:sequence AS regclass), :last, :used)")
                target.execute(put, {"sequence": sequence, "last": last or 1, "used": last is not None})
