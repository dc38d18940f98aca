"""/healthz says that the process is alive, whatever the database does; /readyz says why nobody should be sent here."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import Client

from app import config, create_app, tables
from app.core import db, draining, schema
from tests.server import Server


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(config.load({"DATA_DIR": str(tmp_path)}))
    tables.metadata.create_all(db.engine())
    _at(tmp_path, schema.needed())
    yield made
    draining.end()


def _at(folder: Path, version: str) -> None:
    with sqlite3.connect(folder / "vejviser.sqlite3") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num TEXT)")
        connection.execute("DELETE FROM alembic_version")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))


def ready(client: FlaskClient | Client) -> tuple[int, str]:
    answer = client.get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) is (answer.status_code == 503)
    return answer.status_code, (answer.get_json() if hasattr(answer, "get_json") else {})["status"]


def test_it_works(app: Flask) -> None:
    client = app.test_client()
    alive = client.get("/healthz")
    assert alive.status_code == 200 and alive.headers["Cache-Control"] == "no-store"
    assert ready(client) == (200, "ready")


@pytest.mark.parametrize(("version", "said"), [("0001", (503, "tables")), ("9999", (200, "ready"))])
def test_tables_must_be_as_the_program_needs_or_newer(app: Flask, tmp_path: Path, version: str, said: object) -> None:
    _at(tmp_path, version)
    assert ready(app.test_client()) == said


def test_a_database_without_tables_is_not_ready(app: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "vejviser.sqlite3") as connection:
        connection.execute("DROP TABLE alembic_version")
    assert ready(app.test_client()) == (503, "tables")


def test_a_process_on_its_way_out_is_alive_and_not_ready(app: Flask) -> None:
    draining.begin()
    assert ready(app.test_client()) == (503, "draining")
    assert app.test_client().get("/healthz").status_code == 200
    assert app.test_client().get("/health").status_code == 200


def test_what_is_asked_is_never_remembered(app: Flask) -> None:
    """Through the memory of pages, which is in front of Flask."""
    client = Client(app.extensions["vejviser.wsgi"])
    assert ready(client) == (200, "ready")
    draining.begin()
    assert ready(client) == (503, "draining")


@pytest.mark.needs("postgresql")
def test_a_locked_database_holds_nobody_s_sign_of_life(
    open_server: Callable[..., Server], new_database: Callable[[], str]
) -> None:
    """Somebody holds every table that is asked: the process is alive, and says so at once; then the database goes."""
    url = new_database()
    server = open_server(DATABASE_URL=url)
    assert requests.get(f"{server.url}/readyz", timeout=9).json() == {"status": "ready"}
    with psycopg.connect(url) as held:
        held.execute("LOCK TABLE counter, alembic_version IN ACCESS EXCLUSIVE MODE")
        waiting = threading.Thread(target=lambda: requests.get(f"{server.url}/readyz", timeout=60))
        waiting.start()
        time.sleep(1.2)  # the memory of pages looks at its counter again after a second
        assert requests.get(f"{server.url}/healthz", timeout=5).json() == {"status": "ok"}
        held.rollback()
        waiting.join(60)
    with psycopg.connect(url.rpartition("/")[0] + "/postgres", autocommit=True) as other:
        other.execute(f'ALTER DATABASE "{url.rpartition("/")[2]}" ALLOW_CONNECTIONS false')
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (url.rpartition("/")[2],)
        )
    answer = requests.get(f"{server.url}/readyz", timeout=30)
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})
    assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200
