"""What somebody changed on screen is listed and left; what the files no longer have is listed and kept."""

from sqlalchemy import select

from app.core import db
from app.core.unit import unit_of_work
from app.domain.content.load import load
from app.domain.directory.models import Organization, Service
from app.domain.guides.models import Guide, GuideTranslation, Topic

LEFT = "changed here since the last load, left alone: "
GONE = "no longer in the files, kept here: "


def edit_guide(title):
    with unit_of_work() as unit:
        text = unit.session.scalars(select(GuideTranslation).where(GuideTranslation.locale == "sv")).one()
        before, text.title = text.title, title
    return before


def swedish_title():
    db.session.remove()
    return db.session.scalars(select(GuideTranslation.title).where(GuideTranslation.locale == "sv")).one()


def test_it_works(database, folder):
    load(folder.path)
    edit_guide("Ändrad på skärmen")
    folder.replace("matters/locked/se/sv.md", "title: Spärrad", "title: Ändrad i filen")
    folder.replace("topics.yaml", "icon: key", "icon: lock")
    assert load(folder.path).sentences() == [LEFT + "guide locked-se", "Content: 0 added, 1 updated."]
    assert swedish_title() == "Ändrad på skärmen"
    assert db.session.scalars(select(Topic)).one().icon == "lock"


def test_it_is_listed_every_time(database, folder):
    load(folder.path)
    edit_guide("Ändrad på skärmen")
    folder.replace("matters/locked/se/sv.md", "title: Spärrad", "title: Ändrad i filen")
    load(folder.path)
    assert load(folder.path).sentences() == [LEFT + "guide locked-se", "Content: nothing new in the files."]


def test_work_on_screen_alone_is_no_conflict(database, folder):
    load(folder.path)
    edit_guide("Ändrad på skärmen")
    folder.replace("topics.yaml", "icon: key", "icon: lock")
    assert load(folder.path).left == []


def test_when_the_work_is_undone_the_files_come_through(database, folder):
    load(folder.path)
    before = edit_guide("Ändrad på skärmen")
    folder.replace("matters/locked/se/sv.md", "title: Spärrad", "title: Ändrad i filen")
    load(folder.path)
    edit_guide(before)
    assert load(folder.path).left == []
    assert swedish_title() == "Ändrad i filen"


def test_what_stood_here_before_any_load_is_not_ours(database, folder):
    with unit_of_work() as unit:
        unit.session.add(Topic(slug="eid", position=9, icon="book", names={"en": "Ours"}))
    assert load(folder.path).left == ["topic eid"]
    db.session.remove()
    assert db.session.scalars(select(Topic)).one().icon == "book"


def test_what_was_deleted_here_does_not_come_back(database, folder):
    load(folder.path)
    with unit_of_work() as unit:
        unit.session.delete(unit.session.scalars(select(Guide)).one())
    folder.replace("matters/locked/se/sv.md", "title: Spärrad", "title: Ändrad i filen")
    assert load(folder.path).left == ["guide locked-se"]
    db.session.remove()
    assert db.session.scalars(select(Guide)).all() == []


def test_what_vanished_is_kept_and_comes_back(database, folder):
    load(folder.path)
    actor = folder.text("actors/no-one.yaml")
    folder.remove("actors/no-one.yaml")
    assert load(folder.path).sentences()[0] == GONE + "organization no-one"
    assert load(folder.path).sentences()[0] == GONE + "organization no-one"
    db.session.remove()
    assert len(db.session.scalars(select(Organization)).all()) == 2
    folder.write("actors/no-one.yaml", actor)
    assert load(folder.path).sentences() == ["Content: 0 added, 0 updated."]


def test_a_service_that_vanished_is_kept(database, folder):
    load(folder.path)
    folder.replace("actors/issuer.yaml", "  - slug: issuer-desk\n    name: {sv: Disk}\n", "")
    folder.replace("matters/locked/se/guide.yaml", "[issuer-help, issuer-desk]", "[issuer-help]")
    assert load(folder.path).gone == ["service issuer-desk"]
    db.session.remove()
    assert len(db.session.scalars(select(Service)).all()) == 3


def test_a_service_may_move_to_another_organization(database, folder):
    load(folder.path)
    service = db.session.scalars(select(Service).where(Service.slug == "issuer-desk")).one()
    public_id = service.public_id
    desk = "  - slug: issuer-desk\n    name: {sv: Disk}\n"
    folder.replace("actors/issuer.yaml", desk, "")
    folder.write("actors/no-one.yaml", folder.text("actors/no-one.yaml") + desk)
    report = load(folder.path)
    assert (report.gone, report.left, report.changed) == ([], [], 2)
    db.session.remove()
    moved = db.session.scalars(select(Service).where(Service.slug == "issuer-desk")).one()
    assert (moved.organization.slug, moved.public_id) == ("no-one", public_id)
    folder.replace("actors/issuer.yaml", "name: The issuer", "name: Issuer")
    assert load(folder.path).left == []
