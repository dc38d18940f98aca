"""The same content ranks the same whichever database holds it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app import tables
from app.core import db
from app.domain.content.load import load
from app.domain.search import loader, results
from tests.domain.search.conftest import CONTENT, asked

pytestmark = pytest.mark.needs("postgresql")
DEV = CONTENT.parents[1] / "shared" / "search" / "dev_queries.tsv"


def queries() -> list[tuple[str, str]]:
    """Every sentence of ours, and the development queries where they lie beside the project."""
    found = [(lang, said) for name in ("sentences.txt", "unseen.txt") for lang, said, _ in asked(name)]
    if DEV.exists():
        with DEV.open(encoding="utf-8", newline="") as file:
            found += [
                (row["lang"], row["query"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            ]
    return found


def answers(url: str) -> list[results.Found]:
    tables.metadata.create_all(db.connect(url))
    report = load(CONTENT)
    assert not report.problems
    loader.warm()
    try:
        return [results.find(said, lang, 60) for lang, said in queries()]
    finally:
        db.session.remove()
        db.engine().dispose()


def test_it_works(postgresql_url: str, tmp_path: Path) -> None:
    one, other = answers(f"sqlite:///{tmp_path / 'one.sqlite3'}"), answers(postgresql_url)
    assert len(one) > 150 and sum(found.confident for found in one) > 80
    different = [said for said, mine, theirs in zip(queries(), one, other, strict=True) if mine != theirs]
    assert different == []
