"""Words an editor added to a matter on screen are not loaded over, and taken back they leave no trace."""

import pytest
from sqlalchemy import select

from app.core import db
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.content.load import load
from app.domain.guides.models import MatterName
from app.domain.insights import searches, unfound
from app.domain.insights.models import Unfound

LEFT = "changed here since the last load, left alone: matter locked"
EDITOR = Operator()


def add_words():
    """A visitor's words, added to the matter; the row's id."""
    with unit_of_work() as unit:
        searches.send(searches.asked("kortet är dött", "sv"))
        row = unit.session.scalars(select(Unfound.public_id)).one()
        unfound.add(EDITOR, row, "locked", "sv", "kortet är dött")
    return row


def keywords():
    db.session.remove()
    return db.session.scalars(select(MatterName.keywords).where(MatterName.locale == "sv")).one()


@pytest.fixture
def loaded(database, folder):
    load(folder.path)
    return folder


def test_it_works(loaded):
    add_words()
    loaded.replace("matters/locked/matter.yaml", "fel kod, 112", "fel kod, 113")
    report = load(loaded.path)
    assert LEFT in report.sentences()
    assert keywords() == ["spärrat", "låst", "fel kod", "112", "kortet är dött"]
    assert LEFT in load(loaded.path).sentences()


def test_a_load_of_other_things_leaves_them(loaded):
    add_words()
    loaded.replace("topics.yaml", "icon: key", "icon: lock")
    assert load(loaded.path).left == []
    assert keywords()[-1] == "kortet är dött"


def test_taken_back_the_files_come_through(loaded):
    row = add_words()
    with unit_of_work():
        unfound.take_back(EDITOR, row)
    loaded.replace("matters/locked/matter.yaml", "fel kod, 112", "fel kod, 113")
    assert load(loaded.path).left == []
    assert keywords() == ["spärrat", "låst", "fel kod", "113"]
