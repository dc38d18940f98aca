"""Public pages are asked for through the real application, on the starter content."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.config import ROOT
from app.core import counter, db
from app.core.unit import unit_of_work
from app.domain.content.load import load
from app.domain.guides.models import Guide
from app.domain.guides.terms import GuideStatus
from tests.databases import close, connect_new
from tests.once import once
from tests.staff_house import browser, one_app

__all__ = ["one_app"]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with everything we ship in it; loading takes seconds, copying does not."""
    return once(tmp_path_factory, "content-loaded", _load) / "loaded.sqlite3"


def _load(folder: Path) -> None:
    connect_new(f"sqlite:///{folder / 'loaded.sqlite3'}")
    report = load(ROOT / "content")
    assert not report.problems, list(report.sentences())
    close()


@pytest.fixture
def site(one_app: Flask, loaded: Path, tmp_path: Path) -> Iterator[Flask]:
    """The application on a copy of the loaded database."""
    file = shutil.copy(loaded, tmp_path / "site.sqlite3")
    db.connect(f"sqlite:///{file}")
    yield one_app
    db.session.remove()
    db.engine().dispose()


@pytest.fixture
def unguided(site: Flask) -> str:
    """The code of a matter whose guide has been taken away."""
    with unit_of_work() as unit:
        gone = unit.session.scalars(select(Guide).where(Guide.slug == "renew")).one()
        gone.status = GuideStatus.ARCHIVED
        counter.bump(counter.CONTENT)
    return "renew"


@pytest.fixture
def reader(site: Flask) -> FlaskClient:
    """A visitor's browser."""
    return browser(site)
