"""A database loaded before the directory had its new keys: its untouched rows are still known as ours."""

import hashlib
import json
from dataclasses import asdict

from sqlalchemy import select, update

from app.core import db
from app.core.ids import stable_uuid
from app.core.unit import unit_of_work
from app.domain.content.load import load
from app.domain.content.models import ContentMark
from app.domain.content.records import AreaRecord, digest
from app.domain.content.terms import Kind
from app.domain.directory.models import Location, Organization, Phone, Service, ServiceAtLocation, TaxonomyTerm
from tests.domain.content import directory_folder


def go_back():
    """As the database looked right after its migration: marks of the old kinds, nothing in the new tables."""
    with unit_of_work() as unit:
        for table in (ServiceAtLocation, Location, TaxonomyTerm):
            for row in unit.session.scalars(select(table)):
                unit.session.delete(row)
        for mark in unit.session.scalars(select(ContentMark).where(ContentMark.kind.in_((Kind.TERM, Kind.LOCATION)))):
            unit.session.delete(mark)
        unit.session.execute(update(ContentMark).where(ContentMark.kind == "folder").values(file_digest="older"))
        for phone in unit.session.scalars(select(Phone)):
            phone.hsds_id = stable_uuid("phone", phone.public_id)


def test_it_works(database, folder):
    folder.write("areas.yaml", directory_folder.AREAS.replace("[issuer-desk]", "[]"))
    load(folder.path)
    go_back()
    directory_folder.fill(folder)
    assert load(folder.path).left == []
    db.session.remove()
    service = db.session.scalars(select(Service).where(Service.slug == "issuer-help")).one()
    assert sorted(term.code for term in service.terms) == ["debt-advice", "eid"]
    assert service.phones[0].hsds_id == stable_uuid("phone", "issuer-help/+46 8 12 34")
    assert len(db.session.scalars(select(Location)).all()) == 2


def test_an_empty_new_key_does_not_count():
    record = AreaRecord("SE", "country", None, 1, "Europe/Stockholm", "SE", {"sv": "Sverige"})
    before = {key: value for key, value in asdict(record).items() if key not in ("website", "merged_into", "merged_on")}
    said = json.dumps(before, sort_keys=True, ensure_ascii=False)
    assert digest(record) == hashlib.sha256(said.encode()).hexdigest()


def test_what_was_changed_here_before_stays(database, folder):
    load(folder.path)
    with unit_of_work() as unit:
        unit.session.scalars(select(Organization).where(Organization.slug == "issuer")).one().name = "Ours"
    go_back()
    directory_folder.fill(folder)
    assert load(folder.path).left == ["organization issuer"]
