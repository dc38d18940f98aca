"""The directory's own keys: costs, alerts, kinds, branches; and the names HSDS wants, the same in every installation."""

from datetime import date

import pytest
from sqlalchemy import select

from app.core import db
from app.core.ids import stable_uuid
from app.core.unit import unit_of_work
from app.domain.content.export import export
from app.domain.content.load import load
from app.domain.directory.models import (
    Location,
    Organization,
    Phone,
    Service,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)
from app.domain.places.models import Area
from tests.domain.content import directory_folder

LEFT = "changed here since the last load, left alone: "


@pytest.fixture
def rich(folder):
    return directory_folder.fill(folder)


def service(slug):
    return db.session.scalars(select(Service).where(Service.slug == slug)).one()


def branch(code):
    return db.session.scalars(select(Location).join(Area).where(Area.code == code)).one()


def offered(code):
    query = select(ServiceAtLocation).where(ServiceAtLocation.location_id == branch(code).id)
    return {one.service.slug: one for one in db.session.scalars(query)}


def test_it_works(database, rich):
    assert load(rich.path).problems == []
    help_ = service("issuer-help")
    assert help_.organization.alternate_name == "TI" and help_.organization.website_languages == ["sv", "en"]
    assert sorted(term.code for term in help_.terms) == ["debt-advice", "eid"]
    assert (help_.minimum_age, help_.alert_until, help_.holidays) == (8, date(2027, 1, 31), "closed")
    assert [cost["amount"] for cost in help_.cost_options] == [400, 49.5]
    assert help_.phones[0].languages == ["sv", "so"] and help_.phones[0].schedule[0]["days"] == ["FR"]
    main = branch("SE-1-main")
    assert main.address["city"] == "Ettan" and main.holidays == "closed" and len(main.schedule) == 2
    assert [one["day"] for one in main.exceptions] == ["2026-12-23", "2026-12-24"]


def test_there_and_back_changes_nothing(database, rich, tmp_path):
    load(rich.path)
    export(tmp_path / "out")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]
    assert "49.5" in (tmp_path / "out/actors/issuer.yaml").read_text(encoding="utf-8")
    assert "merged_into: SE-1" in (tmp_path / "out/areas.yaml").read_text(encoding="utf-8")


def test_names_are_the_same_everywhere(database, rich):
    load(rich.path)
    kinds = db.session.scalars(select(Taxonomy).where(Taxonomy.code == "kind")).one()
    assert kinds.hsds_id == stable_uuid("taxonomy", "kind")
    assert service("issuer-help").hsds_id == stable_uuid("service", "issuer-help")
    assert service("issuer-help").phones[0].hsds_id == stable_uuid("phone", "issuer-help/+46 8 12 34")
    assert branch("SE-1-small").hsds_id == stable_uuid("location", "SE-1-small")
    assert offered("SE-1-small")["library-help"].hsds_id == stable_uuid(
        "service_at_location", "library-help@SE-1-small"
    )
    topic = db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code == "eid")).one()
    assert (topic.hsds_id, topic.taxonomy.code) == (stable_uuid("taxonomy_term", "topic/eid"), "topic")


def test_every_branch_offers_the_librarys_own_help(database, rich):
    load(rich.path)
    assert set(offered("SE-1-small")) == {"library-help"}
    assert set(offered("SE-1-main")) == {"library-help", "issuer-desk"}
    assert branch("SE-1-small").name == {"sv": "Filialen"}


def test_a_branch_changed_on_screen_is_left(database, rich):
    load(rich.path)
    with unit_of_work():
        branch("SE-1-main").schedule = []
    rich.replace("areas.yaml", "Storgatan 1", "Storgatan 2")
    assert load(rich.path).sentences()[0] == LEFT + "location SE-1-main"
    db.session.remove()
    assert branch("SE-1-main").schedule == [] and branch("SE-1-main").address["address_1"] == "Storgatan 1"


def test_who_checked_a_branch_is_not_the_files_business(database, rich, tmp_path):
    load(rich.path)
    with unit_of_work():
        branch("SE-1-main").assured_date, branch("SE-1-main").assured_by = date(2026, 11, 1), "Karin"
    rich.replace("areas.yaml", "Storgatan 1", "Storgatan 2")
    assert load(rich.path).left == []
    assert branch("SE-1-main").assured_by == "Karin"
    export(tmp_path / "out")
    assert "Karin" not in (tmp_path / "out/areas.yaml").read_text(encoding="utf-8")


def test_a_topics_new_name_reaches_its_term(database, rich):
    load(rich.path)
    rich.replace("topics.yaml", "Electronic ID", "E-ID")
    assert load(rich.path).sentences() == ["Content: 0 added, 1 updated."]
    term = db.session.scalars(select(TaxonomyTerm).where(TaxonomyTerm.code == "eid")).one()
    assert term.name["en"] == "E-ID"


def test_what_came_with_a_package_is_neither_touched_nor_exported(database, rich, tmp_path):
    with unit_of_work() as unit:
        unit.session.add(Organization(slug="library", name="Theirs", origin="helsinki", services=[]))
    report = load(rich.path)
    assert report.left == ["organization library"]
    db.session.remove()
    row = db.session.scalars(select(Organization).where(Organization.slug == "library")).one()
    assert (row.name, row.origin) == ("Theirs", "helsinki")
    export(tmp_path / "out")
    assert not (tmp_path / "out/actors/library.yaml").exists()


def test_an_imported_service_does_not_move_to_us(database, rich):
    with unit_of_work() as unit:
        theirs = Organization(slug="theirs", name="Theirs", origin="helsinki")
        theirs.services = [Service(slug="issuer-desk", name={"en": "Their desk"}, origin="helsinki")]
        unit.session.add(theirs)
    assert load(rich.path).left == ["organization issuer"]
    db.session.remove()
    assert service("issuer-desk").organization.slug == "theirs"


def test_a_new_number_gets_its_own_name(database, rich):
    load(rich.path)
    rich.replace("actors/issuer.yaml", "+46 8 12 34", "+46 8 99 99")
    load(rich.path)
    phone = db.session.scalars(select(Phone)).one()
    assert phone.hsds_id == stable_uuid("phone", "issuer-help/+46 8 99 99")


def test_a_number_that_comes_back_beside_its_correction(database, rich):
    """The row keeps the old number's name when somebody corrected it here; the old number then gets another."""
    load(rich.path)
    with unit_of_work():
        db.session.scalars(select(Phone)).one().number = "+46 8 99 99"
    corrected = '- number: "+46 8 99 99"\n      - number: "+46 8 12 34"'
    rich.replace("actors/issuer.yaml", '- number: "+46 8 12 34"', '- number: "+46 8 99 99"')
    assert load(rich.path).left == []
    rich.replace("actors/issuer.yaml", '- number: "+46 8 99 99"', corrected)
    assert load(rich.path).left == []
    assert len({phone.hsds_id for phone in db.session.scalars(select(Phone))}) == 2
