"""Who helps here: the local body, else honestly the general one, else nobody."""

from __future__ import annotations

from datetime import date

import pytest

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.directory.models import Service
from app.domain.directory.nearest import who_helps
from app.domain.places.areas import places
from app.domain.places.models import Area
from tests.domain.directory import library_town


@pytest.fixture
def town(database):
    library_town.build()


def told(code):
    return {
        one.kind.code: ([row.slug for row in one.local], [row.slug for row in one.general])
        for one in who_helps(places()[code])
    }


def test_it_works(town):
    assert told("SE-1") == {
        "library": (["library-help"], []),
        "debt-advice": (["debt-here"], []),
        "bank": ([], []),
        "tax": ([], ["tax-office"]),
    }


def test_where_no_local_one_is_known_the_general_one_is_named(town):
    assert told("SE-2")["debt-advice"] == ([], ["debt-general"])
    assert told("SE-2")["library"] == ([], ["library-help"])


def test_a_branch_has_its_towns_bodies_and_those_one_meets_there(town):
    assert told("SE-1-b")["debt-advice"] == (["debt-here"], [])
    assert told("SE-1-b")["library"] == (["library-help"], [])


def test_a_country_has_its_general_bodies_and_no_others(town):
    assert told("SE")["debt-advice"] == ([], ["debt-general"])
    assert told("SE")["bank"] == ([], [])


def test_after_a_merger_the_old_towns_bodies_are_the_new_ones(town):
    with unit_of_work() as unit:
        old = unit.session.query(Area).filter_by(code="SE-1").one()
        old.merged_into, old.merged_on = "SE-2", date(2020, 1, 1)
        counter.bump(counter.CONTENT)
    assert told("SE-2")["debt-advice"] == (["debt-here"], [])
    assert told("SE-1") == told("SE-2")


def test_a_service_that_is_no_more_is_nobodys(town):
    with unit_of_work() as unit:
        unit.session.query(Service).filter_by(slug="debt-here").one().status = "defunct"
        counter.bump(counter.CONTENT)
    assert told("SE-1")["debt-advice"] == ([], ["debt-general"])


def test_too_many_are_a_list(town):
    with unit_of_work() as unit:
        term = unit.session.query(Service).filter_by(slug="debt-here").one().terms[0]
        unit.session.add_all([library_town.service(f"more-{n}", term, areas=("SE-1",)) for n in range(4)])
        counter.bump(counter.CONTENT)
    found = next(one for one in who_helps(places()["SE-1"]) if one.kind.code == "debt-advice")
    assert (len(found.local), found.more) == (3, 2)
