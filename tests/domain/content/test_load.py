"""Loading a folder: what arrives, what a second load does, and what the reader's caches learn of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.core import counter, db
from app.domain.content.load import load
from app.domain.directory.models import Phone, Service
from app.domain.guides.models import Guide, MatterName, Step, Topic
from app.domain.places.models import Area, TeamException, TeamHours


def test_it_works(database, folder):
    report = load(folder.path)
    assert report.sentences() == ["Content: 11 added, 0 updated."]
    guide = db.session.scalars(select(Guide)).one()
    assert (guide.slug, guide.country, guide.minutes_low, guide.minutes_high) == ("locked-se", "se", 5, 20)
    assert [link.service.slug for link in guide.services] == ["issuer-help", "issuer-desk"]
    assert {text.locale for text in guide.translations} == {"sv", "en", "ar"}
    swedish = next(text for text in guide.translations if text.locale == "sv")
    assert [step.title for step in swedish.steps] == ["Öppna appen", "Ring"]
    assert swedish.steps[0].body.endswith("- En sak")
    assert guide.revision == 1


def test_places_and_hours_arrive(database, folder):
    load(folder.path)
    region = db.session.scalars(select(Area).where(Area.code == "SE-AC")).one()
    assert region.parent.code == "SE"
    hours = sorted((span.day, span.opens.hour, span.closes.hour) for span in db.session.scalars(select(TeamHours)))
    assert hours == [(0, 8, 12), (0, 13, 21), (1, 8, 12)]
    assert db.session.scalars(select(TeamException)).one().opens is None


def test_a_country_called_no_is_norway(database, folder):
    load(folder.path)
    service = db.session.scalars(select(Service).where(Service.slug == "no-one-help")).one()
    assert service.organization.country == "no"


def test_a_number_among_keywords_is_a_word(database, folder):
    load(folder.path)
    name = db.session.scalars(select(MatterName).where(MatterName.locale == "sv")).one()
    assert name.keywords[-1] == "112"


def test_no_number_counts_as_checked(database, folder):
    load(folder.path)
    assert [phone.number for phone in db.session.scalars(select(Phone).order_by(Phone.position))]
    assert "assured" not in " ".join(Phone.__table__.columns.keys())


def test_a_second_load_writes_nothing(database, folder):
    load(folder.path)
    version = counter.value(counter.CONTENT)
    steps = db.session.scalars(select(Step.id)).all()
    db.session.remove()
    report = load(folder.path)
    assert report.untouched and report.sentences() == ["Content: nothing new in the files."]
    assert counter.value(counter.CONTENT) == version
    assert db.session.scalars(select(Step.id)).all() == steps


def test_caches_learn_of_a_change(database, folder):
    load(folder.path)
    before = counter.value(counter.CONTENT)
    folder.replace("topics.yaml", "icon: key", "icon: lock")
    assert load(folder.path).sentences() == ["Content: 0 added, 1 updated."]
    db.session.remove()
    assert counter.value(counter.CONTENT) == before + 1


def test_another_spelling_of_the_same_file_changes_nothing(database, folder):
    load(folder.path)
    before = counter.value(counter.CONTENT)
    db.session.remove()
    folder.write("topics.yaml", "# a remark\n" + folder.text("topics.yaml"))
    assert load(folder.path).changed == 0
    assert counter.value(counter.CONTENT) == before


def test_a_load_that_fails_halfway_saves_nothing(database, folder):
    with db.engine().begin() as connection:
        refuse = "CREATE TRIGGER refuse BEFORE INSERT ON guide BEGIN SELECT RAISE(ABORT, 'no'); END"
        connection.exec_driver_sql(refuse)
    with pytest.raises(IntegrityError):
        load(folder.path)
    db.session.remove()
    assert db.session.scalars(select(Topic)).all() == []
    with db.engine().begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER refuse")
    assert load(folder.path).changed == 11
