"""Migrations make the tables that the models describe, go up and down with data, and only ever add, on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Inspector, inspect, text

from app import tables
from app.cli.migrate import alembic_config, is_current, migrate, newest, steps, version
from app.core import db
from tests import year_house

# (step, what it takes away or tightens): why the release before can do without it. See docs/adding.md.
ALLOWED: dict[tuple[str, str], str] = {}
Shape = dict[str, dict[str, Any]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An open, empty database: no tables yet."""
    kind = request.param
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    db.connect(url)
    yield kind
    db.session.remove()
    db.engine().dispose()


def table_names() -> set[str]:
    return set(inspect(db.engine()).get_table_names()) - {"alembic_version"}


def test_it_works(database: str) -> None:
    assert not is_current() and version() == ""
    migrate()
    assert is_current() and version() == newest()
    assert table_names() == set(tables.metadata.tables)
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_every_step_with_data(database: str, dice: random.Random) -> None:
    """Rows in every table. Each step is taken back and made again: what older tables hold is the same all the way."""
    migrate()
    year_house.fill(db.engine(), dice, 20, 60)
    before = held()
    down = sorted(steps(), reverse=True)
    for step, earlier in zip(down, [*down[1:], "base"], strict=True):
        migrate(earlier)
        there = held()
        assert there == only(before, there), f"taking back {step} changed what stays"
        command.upgrade(alembic_config(), step)
        assert only(held(), there) == there, f"{step} changed what was there"
        migrate(earlier)
        before = there
    migrate()
    assert table_names() == set(tables.metadata.tables)


Held = dict[str, tuple[list[str], list[tuple[str, ...]]]]


def held() -> Held:
    """Table -> its columns, and every row as words."""
    seen, found = inspect(db.engine()), {}
    columns = {name: sorted(one["name"] for one in ours) for (_, name), ours in seen.get_multi_columns().items()}
    with db.engine().connect() as connection:
        for name in set(columns) - {"alembic_version"}:
            listed = ", ".join(f'"{one}"' for one in columns[name])
            rows = connection.execute(text(f'SELECT {listed} FROM "{name}"'))  # noqa: S608
            found[name] = (columns[name], sorted(tuple(map(repr, row)) for row in rows))
    return found


def only(whole: Held, part: Held) -> Held:
    """Of `whole` the tables and columns that `part` has."""
    found = {}
    for name, (columns, _) in part.items():
        every, rows = whole[name]
        places = [every.index(one) for one in columns]
        found[name] = (columns, sorted(tuple(row[place] for place in places) for row in rows))
    return found


def test_every_step_only_adds(tmp_path: Path) -> None:
    """The release before runs on these tables while an upgrade goes round, and after somebody has returned to it."""
    db.connect(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    migrate()
    later, after = shape(), newest()
    found = []
    for step in sorted(steps(), reverse=True)[1:]:
        migrate(step)
        earlier = shape()
        found += [(after, slip) for slip in taken(earlier, later)]
        later, after = earlier, step
    db.engine().dispose()
    assert set(found) == set(ALLOWED)


def shape() -> Shape:
    """Table -> column -> (type, may be empty, has a default), and what must be unique."""
    seen = inspect(db.engine())
    return {
        name: {
            **{
                one["name"]: (str(one["type"]), bool(one["nullable"]), one["default"] is not None)
                for one in seen.get_columns(name)
            },
            "": unique(seen, name),
        }
        for name in seen.get_table_names()
        if name != "alembic_version"
    }


def unique(seen: Inspector, name: str) -> set[tuple[str, ...]]:
    indexes = [one for one in seen.get_indexes(name) if one["unique"]]
    return {tuple(map(str, one["column_names"])) for one in [*seen.get_unique_constraints(name), *indexes]}


def taken(earlier: Shape, later: Shape) -> list[str]:
    """In words, what a step between the two would break for a program that knows only the earlier."""
    found = [f"drops {name}" for name in earlier if name not in later]
    for name in earlier.keys() & later.keys():
        old, new = earlier[name], later[name]
        # What the older program never writes is empty, and any number of rows may be empty there.
        found += [f"makes {name}.{'+'.join(one)} unique" for one in new[""] - old[""] if set(one) <= old.keys()]
        for column in (old.keys() | new.keys()) - {""}:
            if column not in new:
                found.append(f"drops {name}.{column}")
            elif column not in old and not (new[column][1] or new[column][2]):
                found.append(f"adds {name}.{column}, which must be given")
            elif column in old and (old[column][0] != new[column][0] or (old[column][1] and not new[column][1])):
                found.append(f"changes {name}.{column}")
    return found


def test_what_takes_away_is_seen() -> None:
    """The rule itself: each kind of slip has its words."""
    old: Shape = {"a": {"x": ("TEXT", True, False), "y": ("TEXT", False, False), "": set()}, "b": {"": set()}}
    new: Shape = {"a": {"x": ("TEXT", False, False), "z": ("TEXT", False, False), "": {("x",), ("z",)}}}
    assert set(taken(old, new)) == {
        "drops b", "drops a.y", "changes a.x", "adds a.z, which must be given", "makes a.x unique",
    }  # fmt: skip
    assert taken(old, {**old, "c": {"": {("x",)}}}) == []


def test_every_constraint_has_a_name(database: str) -> None:
    """A constraint without a name cannot be changed later on both databases."""
    migrate()
    seen = inspect(db.engine())
    for table in table_names():
        found = [*seen.get_foreign_keys(table), *seen.get_unique_constraints(table), seen.get_pk_constraint(table)]
        assert all(constraint["name"] for constraint in found), table
