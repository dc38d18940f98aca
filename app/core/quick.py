"""The busiest statements, written down once for a database and asked past SQLAlchemy's machinery: ten times as quick.

What goes in and what comes out goes through the same types, and what fails fails with the same errors. They run in the open
transaction of this greenlet's session, or inside `glance()`, where nothing is written.
"""

from __future__ import annotations

import threading
from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Delete, Engine, Insert, Select, Update, bindparam
from sqlalchemy.exc import DBAPIError, OperationalError

from app.core import db

Statement = Select[Any] | Insert | Update | Delete
Turn = Callable[[Any], Any]
_here = threading.local()


@contextmanager
def glance() -> Iterator[None]:
    """Reads inside see one moment of the database, without a session: making one takes longer than all of them."""
    engine = db.engine()
    try:
        taken = engine.raw_connection()
    except engine.dialect.loaded_dbapi.Error as error:  # a session would have said it as SQLAlchemy does
        raise OperationalError(None, None, error) from error
    _here.taken = taken
    try:
        if db.is_sqlite():  # PostgreSQL's driver begins by itself
            taken.dbapi_connection.execute("BEGIN")  # type: ignore[union-attr]
        yield
    finally:
        _here.taken = None
        taken.close()  # the pool rolls back


def given(name: str) -> Any:
    """A value that is told when the statement is asked."""
    return bindparam(name, None)


class Quick:
    """One statement; `columns`: those an insert or an update gives a value.

    Its values are given by name, all of them: a column's default in Python is not asked.
    """

    def __init__(self, statement: Statement, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._written: _Written | None = None

    def all(self, **values: object) -> list[Any]:
        """Every row, with its columns as attributes."""
        written = self._for(db.engine())
        return [written.row(one) for one in written.run(values).fetchall()]

    def first(self, **values: object) -> Any:
        """The first row, or None."""
        written = self._for(db.engine())
        found = written.run(values).fetchone()
        return None if found is None else written.row(found)

    def do(self, **values: object) -> None:
        """Carries it out."""
        self._for(db.engine()).run(values)

    def _for(self, engine: Engine) -> _Written:
        if self._written is None or self._written.engine is not engine:
            self._written = _Written(self._statement, self._columns, engine)
        return self._written


class _Written:
    """A statement in the words of one database."""

    def __init__(self, statement: Statement, given: Sequence[str] | None, engine: Engine) -> None:
        self.engine, dialect = engine, engine.dialect
        # What SQLAlchemy would write in just before it asks.
        whole = {"render_postcompile": True} if isinstance(statement, Select) else {}
        compiled: Any = statement.compile(dialect=dialect, column_keys=given, compile_kwargs=whole)
        self._text, self._positional = str(compiled), bool(compiled.positional)
        names = compiled.positiontup if self._positional else list(compiled.params)
        kinds = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
        self._given: list[tuple[str, object, Turn | None]] = [
            (name, compiled.params[name], kinds[name]) for name in names or ()
        ]
        columns = list(statement.selected_columns) if isinstance(statement, Select) else []
        made: Any = namedtuple
        self._row = made("Row", [column.key for column in columns], rename=True)
        turns = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._turns = [(at, turn) for at, turn in enumerate(turns) if turn is not None]

    def run(self, values: dict[str, object]) -> Any:
        given = [
            (name, turn(values.get(name, fixed)) if turn else values.get(name, fixed))
            for name, fixed, turn in self._given
        ]
        taken = getattr(_here, "taken", None)
        connection: Any = taken or db.session.connection().connection
        try:
            way = [value for _, value in given] if self._positional else dict(given)
            return connection.dbapi_connection.execute(self._text, way)
        except self.engine.dialect.loaded_dbapi.Error as error:
            raise self._said(error, connection) from error

    def row(self, found: Any) -> Any:
        """A row as SQLAlchemy would give it."""
        values = list(found)
        for at, turn in self._turns:
            if values[at] is not None:
                values[at] = turn(values[at])
        return self._row._make(values)

    def _said(self, error: Exception, connection: Any) -> Exception:
        """The same failure as everywhere else; a connection that has gone is given to nobody again."""
        dialect = self.engine.dialect
        gone = dialect.is_disconnect(error, connection.dbapi_connection, None)  # type: ignore[arg-type]
        if gone and getattr(_here, "taken", None) is not None:
            connection.invalidate(error)
        elif gone:
            db.session.connection().invalidate(error)
        return DBAPIError.instance(
            self._text, None, error, dialect.loaded_dbapi.Error, hide_parameters=True,
            connection_invalidated=gone, dialect=dialect,
        )  # fmt: skip
