"""Several processes that start together load the content once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from app.cli.migrate import migrate
from app.core import db
from app.domain.content.load import load
from app.domain.guides.models import Guide


def load_and_leave(path):
    try:
        return load(path).changed
    finally:
        db.session.remove()


def together(path):
    with ThreadPoolExecutor(3) as pool:
        return sorted(pool.map(load_and_leave, [path] * 3))


def test_it_works(database, folder):
    assert together(folder.path) == [0, 0, 11]
    assert db.session.scalar(select(func.count()).select_from(Guide)) == 1


@pytest.mark.needs("postgresql")
def test_it_works_on_postgresql(postgresql_url, folder):
    db.connect(postgresql_url)
    migrate()
    assert together(folder.path) == [0, 0, 11]
    assert db.session.scalar(select(func.count()).select_from(Guide)) == 1
    db.session.remove()
    db.engine().dispose()
