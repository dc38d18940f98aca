"""An open, empty database with today's tables: SQLite and PostgreSQL pass the same tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import tables
from app.core import db, events, ids

KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]


def open_empty(url: str) -> None:
    """Binds the application to the database at `url` and makes its tables."""
    ids.configure("a key for tests only, thirty-two characters and more")
    db.connect(url)
    tables.metadata.create_all(db.engine())
    events.forget_all()


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an open, empty database: once on SQLite, once on PostgreSQL."""
    sqlite = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    url = sqlite if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    open_empty(url)
    yield url
    db.session.remove()
    db.engine().dispose()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Path]:
    """The file of an open, empty SQLite database."""
    path = tmp_path / "test.sqlite3"
    open_empty(f"sqlite:///{path}")
    yield path
    db.session.remove()
    db.engine().dispose()
