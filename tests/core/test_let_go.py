"""A request that has read all it wanted is answered, also where the database goes away right after."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import db
from app.core.errors import Unavailable
from app.core.unit import unit_of_work
from app.web import errors
from tests.databases import database

__all__ = ["database"]


def hang_up() -> None:
    """What this session has read stays read; its connection is closed at the other end."""
    driver: Any = db.session.connection().connection.driver_connection
    if db.is_sqlite():
        driver.close()
    else:
        with db.engine().connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": driver.info.backend_pid})


def read() -> int:
    return int(db.session.execute(text("SELECT 1")).scalar_one())


@pytest.mark.usefixtures("database")
def test_it_works() -> None:
    assert read() == 1
    hang_up()
    db.let_go()
    assert not db.session.registry.has()
    assert read() == 1, "the next one has a connection that lives"
    db.let_go()


@pytest.mark.usefixtures("database")
def test_a_page_that_was_made_is_given() -> None:
    app = Flask("page")
    errors.init_app(app)

    @app.get("/")
    def page() -> str:
        found = read()
        hang_up()
        return str(found)

    answer = app.test_client().get("/")
    assert (answer.status_code, answer.text) == (200, "1")


@pytest.mark.usefixtures("database")
def test_what_was_not_saved_is_still_said() -> None:
    with pytest.raises(Unavailable), unit_of_work():
        read()
        hang_up()
        read()
    db.let_go()
    assert read() == 1
