"""A small house for tests of staff pages: a fresh database, colleagues with passwords, and their browsers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import config, create_app
from app.core import db, ids
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, passwords
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import ledger
from tests.databases import connect_new

PASSWORD = "correct horse battery"
_hashes: dict[str, str] = {}


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    return config.load({"DATA_DIR": str(tmp_path)})


@pytest.fixture
def database(settings: config.Settings) -> Iterator[None]:
    """Every table, empty, and nothing remembered from other tests."""
    ids.configure(settings.secret_key)
    ledger.configure(settings.data_dir)  # another application's folder may be gone
    connect_new(settings.database_url)
    attempts.forget_all()
    yield
    db.session.remove()
    db.engine().dispose()


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, made once: starting is slow, and nothing in it remembers a test."""
    made = create_app(config.load({"DATA_DIR": str(tmp_path_factory.mktemp("staff"))}))
    made.config["TESTING"] = True
    return made


@pytest.fixture
def app(one_app: Flask, database: None) -> Flask:
    """The application on this test's own database."""
    return one_app


def person(name: str = "Karin", role: Role = Role.STAFF, password: str | None = PASSWORD) -> StaffMember:
    """A colleague who can log in (unless `password` is None: then they are only invited)."""
    if password and password not in _hashes:
        _hashes[password] = passwords.make(password)
    email = f"{name.lower().replace(' ', '.')}@example.org"
    with unit_of_work() as unit:
        made = StaffMember(email=email, name=name, role=role, languages=["sv"])
        made.password_hash = _hashes[password] if password else None
        unit.session.add(made)
    return made


def browser(app: Flask) -> FlaskClient:
    """A browser on our own pages: it says so with every form."""
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def logged_in(app: Flask, who: StaffMember, password: str = PASSWORD) -> FlaskClient:
    client = browser(app)
    answer = client.post("/en/staff/log-in", data={"email": who.email, "password": password})
    assert answer.status_code == 303, answer.text
    return client
