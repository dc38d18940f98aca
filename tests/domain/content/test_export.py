"""Export writes what load reads: there and back changes nothing."""

import pytest

from app import tables
from app.core import db
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.content import files
from app.domain.content.export import export
from app.domain.content.load import load
from app.domain.guides.models import GuideTranslation


def test_it_works(database, folder, tmp_path):
    load(folder.path)
    assert export(tmp_path / "out") == len(files.gather(folder.path))
    assert set(files.gather(tmp_path / "out")) == set(files.gather(folder.path))
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]


def test_another_library_can_start_from_an_export(database, folder, tmp_path):
    load(folder.path)
    export(tmp_path / "first")
    db.connect(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    tables.metadata.create_all(db.engine())
    assert load(tmp_path / "first").changed == 11
    export(tmp_path / "second")
    assert files.gather(tmp_path / "first") == files.gather(tmp_path / "second")


def test_an_outdated_text_stays_outdated(database, folder, tmp_path):
    """A safety-critical page must not become trustworthy by travelling."""
    load(folder.path)
    folder.replace("matters/locked/se/sv.md", "Kort.", "Kortare.")
    load(folder.path)
    export(tmp_path / "out")
    assert "state: outdated" in (tmp_path / "out/matters/locked/se/ar.md").read_text(encoding="utf-8")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]


def test_what_somebody_wrote_on_screen_is_exported(database, folder, tmp_path):
    load(folder.path)
    with unit_of_work() as unit:
        text = unit.session.query(GuideTranslation).filter_by(locale="en").one()
        text.title, text.bring, text.can = 'Yes: "no" # 08:00', ["true"], ["2026-12-24"]
        text.warnings, text.cannot = ["112"], ["- a dash", "~"]
    export(tmp_path / "out")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]


def test_nothing_is_overwritten(database, folder, tmp_path):
    load(folder.path)
    with pytest.raises(Invalid):
        export(folder.path)
