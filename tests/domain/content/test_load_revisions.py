"""A changed source leaves translations behind, unless they change with it."""

from sqlalchemy import select

from app.core import db
from app.domain.content.load import load
from app.domain.guides.models import Guide

SE = "matters/locked/se"


def states():
    db.session.remove()
    guide = db.session.scalars(select(Guide)).one()
    return guide.revision, {text.locale: text.state for text in guide.translations}


def test_it_works(database, folder):
    load(folder.path)
    folder.replace(f"{SE}/sv.md", "Öppna appen", "Öppna appen igen")
    folder.replace(f"{SE}/en.md", "Öppna appen", "Open it again")
    load(folder.path)
    assert states() == (2, {"sv": "up_to_date", "en": "up_to_date", "ar": "outdated"})


def test_a_late_translation_catches_up(database, folder):
    load(folder.path)
    folder.replace(f"{SE}/sv.md", "Kort.", "Kortare.")
    load(folder.path)
    folder.replace(f"{SE}/ar.md", "Kort.", "قصير")
    load(folder.path)
    assert states() == (2, {"sv": "up_to_date", "en": "outdated", "ar": "up_to_date"})


def test_a_translation_alone_makes_no_new_revision(database, folder):
    load(folder.path)
    folder.replace(f"{SE}/ar.md", "Kort.", "قصير")
    load(folder.path)
    assert states() == (1, {"sv": "up_to_date", "en": "up_to_date", "ar": "up_to_date"})


def test_structure_alone_outdates_nothing(database, folder):
    load(folder.path)
    folder.replace(f"{SE}/guide.yaml", "minutes: [5, 20]", "minutes: [5, 25]")
    load(folder.path)
    assert states() == (1, {"sv": "up_to_date", "en": "up_to_date", "ar": "up_to_date"})


def test_a_translation_says_that_its_words_still_hold(database, folder):
    load(folder.path)
    folder.replace(f"{SE}/sv.md", "Kort.", "Kortare.")
    load(folder.path)
    folder.replace(f"{SE}/en.md", "summary:", "state: up_to_date\nsummary:")
    load(folder.path)
    assert states()[1] == {"sv": "up_to_date", "en": "up_to_date", "ar": "outdated"}


def test_a_new_language_is_added(database, folder):
    load(folder.path)
    folder.write(f"{SE}/pl.md", folder.text(f"{SE}/sv.md"))
    load(folder.path)
    assert states()[1]["pl"] == "up_to_date"
