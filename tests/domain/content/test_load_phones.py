"""A phone number keeps its row and its checks while the number is the same."""

from sqlalchemy import select

from app.core import db
from app.domain.content.load import load
from app.domain.directory.models import Phone

ACTOR = "actors/issuer.yaml"


def phones():
    db.session.remove()
    return {phone.number: phone for phone in db.session.scalars(select(Phone))}


def test_it_works(database, folder):
    load(folder.path)
    before = phones()["+46 8 12 34"]
    folder.replace(ACTOR, "label: {sv: Hjälp}, confidence: A", "label: {sv: Kundtjänst}, confidence: B")
    load(folder.path)
    after = phones()["+46 8 12 34"]
    assert (after.id, after.public_id) == (before.id, before.public_id)
    assert (after.label, after.confidence) == ({"sv": "Kundtjänst"}, "B")


def test_a_changed_number_replaces_the_old_one(database, folder):
    load(folder.path)
    urgent = phones()["114 99"]
    folder.replace(ACTOR, "+46 8 12 34", "+46 8 99 99")
    load(folder.path)
    after = phones()
    assert set(after) == {"+46 8 99 99", "114 99"}
    assert after["114 99"].public_id == urgent.public_id


def test_numbers_may_change_places(database, folder):
    load(folder.path)
    before = phones()
    lines = folder.text(ACTOR).splitlines(keepends=True)
    first = next(place for place, line in enumerate(lines) if "+46 8 12 34" in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]
    folder.write(ACTOR, "".join(lines))
    load(folder.path)
    after = phones()
    assert {number: phone.id for number, phone in after.items()} == {n: phone.id for n, phone in before.items()}
    assert after["114 99"].position == 0


def test_a_removed_number_is_gone(database, folder):
    """A wrong number must not stay because somebody once had it."""
    load(folder.path)
    line = next(line for line in folder.text(ACTOR).splitlines() if "+46 8 12 34" in line)
    folder.replace(ACTOR, line + "\n", "")
    load(folder.path)
    assert set(phones()) == {"114 99"}
