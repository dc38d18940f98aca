"""Migrations make the tables that the models describe, and go up and down with data, on both databases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text

from app import tables
from app.cli.migrate import is_current, migrate
from app.core import db
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.content.load import load
from app.domain.directory.models import ContactCheck, Phone
from app.domain.guides.models import Guide, GuideVote

CONTENT = Path(__file__).resolve().parents[1] / "content"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An open, empty database: no tables yet."""
    kind = request.param
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    db.connect(url)
    yield kind
    db.session.remove()
    db.engine().dispose()


def table_names():
    return set(inspect(db.engine()).get_table_names()) - {"alembic_version"}


def fill():
    """The shipped content, and somebody who worked with it."""
    report = load(CONTENT)
    assert report.problems == [] and report.changed
    with unit_of_work() as unit:
        person = StaffMember(email="a@example.org", name="A", languages=["sv"])
        phone = unit.session.scalars(select(Phone).limit(1)).one()
        guide = unit.session.scalars(select(Guide).limit(1)).one()
        unit.session.add_all([person, GuideVote(guide_id=guide.id, locale="sv", helped="yes", day=date(2026, 1, 2))])
        unit.session.flush()
        check = {"kind": "phone", "phone_id": phone.id, "value": phone.number, "result": "right", "source": "x"}
        unit.session.add(ContactCheck(checker_id=person.id, **check))


def test_it_works(database):
    assert not is_current()
    migrate()
    assert is_current()
    assert table_names() == set(tables.metadata.tables)
    with db.engine().connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []


def test_up_and_down_with_data(database):
    migrate()
    fill()
    db.session.remove()
    migrate("base")
    assert table_names() == set()
    migrate()
    fill()


def test_one_step_back_keeps_the_rest(database):
    migrate()
    fill()
    db.session.remove()
    migrate("0002")
    assert not is_current() and "conversation" not in table_names()
    with db.engine().connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM guide")).scalar_one() > 0
    migrate()
    assert load(CONTENT).untouched


def test_every_constraint_has_a_name(database):
    """A constraint without a name cannot be changed later on both databases."""
    migrate()
    seen = inspect(db.engine())
    for table in table_names():
        found = [*seen.get_foreign_keys(table), *seen.get_unique_constraints(table), seen.get_pk_constraint(table)]
        assert all(constraint["name"] for constraint in found), table
