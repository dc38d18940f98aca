"""The figures of a page, for no items, one, thirty-one and a hundred and twenty-eight; and how few questions one costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import EnvironBuilder

from app.core import db
from tests.hsds_house import bundle, take
from tests.staff_house import app, browser, database, one_app, settings

__all__ = ["app", "database", "one_app", "settings"]
BASE = "/api/hsds/v3"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    """Somebody on a directory with nothing in it yet."""
    return browser(app)


def page(reader: FlaskClient, asked: str) -> tuple[Any, ...]:
    """(items, pages, number, size, first, last, empty) and the ids."""
    said = reader.get(f"{BASE}/{asked}").get_json()
    names = ("total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty")
    assert len(said["contents"]) == said["size"]
    return tuple(said[name] for name in names)


@pytest.mark.parametrize(
    ("count", "asked", "wanted"),
    [
        (0, "", (0, 0, 1, 0, True, True, True)),
        (0, "page=2", (0, 0, 2, 0, False, True, True)),
        (0, "minimal=true", (0, 0, 1, 0, True, True, True)),
        (1, "", (1, 1, 1, 1, True, True, False)),
        (1, "page=2", (1, 1, 2, 0, False, True, True)),
        (1, "per_page=1", (1, 1, 1, 1, True, True, False)),
        (31, "per_page=10", (31, 4, 1, 10, True, False, False)),
        (31, "per_page=10&page=3", (31, 4, 3, 10, False, False, False)),
        (31, "per_page=10&page=4", (31, 4, 4, 1, False, True, False)),
        (31, "per_page=10&page=5", (31, 4, 5, 0, False, True, True)),
        (31, "per_page=31", (31, 1, 1, 31, True, True, False)),
        (31, "per_page=30&page=2", (31, 2, 2, 1, False, True, False)),
        (128, "", (128, 3, 1, 50, True, False, False)),
        (128, "page=3", (128, 3, 3, 28, False, True, False)),
        (128, "per_page=64&page=2", (128, 2, 2, 64, False, True, False)),
        (128, "per_page=100&page=2", (128, 2, 2, 28, False, True, False)),
        (128, "per_page=1&page=128", (128, 128, 128, 1, False, True, False)),
        (128, "minimal=true", (128, 1, 1, 128, True, True, False)),
        (128, "minimal=true&per_page=100&page=2", (128, 2, 2, 28, False, True, False)),
        (128, "page=999999999", (128, 3, 999999999, 0, False, True, True)),
    ],
)
def test_it_works(reader: FlaskClient, tmp_path: Path, count: int, asked: str, wanted: tuple[Any, ...]) -> None:
    if count:
        take(tmp_path, bundle(count))
    assert page(reader, f"services?{asked}") == wanted


def test_every_one_stands_on_one_page(reader: FlaskClient, tmp_path: Path) -> None:
    take(tmp_path, bundle(128))
    for size in (1, 7, 50, 100):
        last = -(-128 // size)
        found = [
            doc["id"]
            for number in range(1, last + 1)
            for doc in reader.get(f"{BASE}/services?per_page={size}&page={number}").get_json()["contents"]
        ]
        assert len(found) == len(set(found)) == 128


@pytest.fixture
def asked(database: None) -> Iterator[list[str]]:
    """Every question that is put to the database."""
    heard: list[str] = []
    engine = db.engine()

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            heard.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    yield heard
    event.remove(engine, "before_cursor_execute", hear)


def test_a_page_costs_as_many_questions_however_long_it_is(
    reader: FlaskClient, tmp_path: Path, asked: list[str]
) -> None:
    take(tmp_path, bundle(100))
    for name, more in (
        ("services", ""), ("services", "&full=true"), ("service_at_locations", "&full=true"),
        ("organizations", "&full=true&full_service=true"), ("services", "&minimal=true"),
    ):  # fmt: skip
        costs = []
        for size in (2, 100):
            db.session.remove()
            asked.clear()
            assert reader.get(f"{BASE}/{name}?per_page={size}{more}").status_code == 200
            costs.append(len(asked))
        assert costs[1] <= costs[0] + 2 and costs[1] <= 20, (name, more, costs)


def test_lines_are_written_while_they_are_read(app: Flask, tmp_path: Path) -> None:
    take(tmp_path, bundle(128))
    environ = EnvironBuilder(path=f"{BASE}/services", query_string="format=ndjson&full=true").get_environ()
    pieces = iter(app.extensions["vejviser.wsgi"](environ, lambda *_told: None))
    first = next(pieces)
    assert first.count(b"\n") == 50, "a batch, not the whole list"
    assert b"".join([first, *pieces]).count(b"\n") == 128
